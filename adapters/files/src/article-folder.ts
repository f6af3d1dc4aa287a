import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ArticleSourceError } from '@naru/support';

export interface ArticleFolderLimits {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
  readonly maxDepth: number;
}

export const ARTICLE_FOLDER_LIMITS: ArticleFolderLimits = {
  maxFiles: 2_000,
  maxFileBytes: 256 * 1024,
  maxTotalBytes: 32 * 1024 * 1024,
  maxDepth: 6,
};

export interface FoundFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly changedAtMs: number;
}

/**
 * The article files of a folder and its sub-folders, by path: every `.md` but `README.md`. Hidden files and
 * symbolic links are passed over, so that nothing outside the folder is ever read.
 *
 * @throws {ArticleSourceError} when the folder cannot be read or holds more than the limits allow
 */
export async function findArticleFiles(folder: string, limits: ArticleFolderLimits): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  await walk(folder, '', 1, limits, found);
  const totalBytes = found.reduce((sum, file) => sum + file.bytes, 0);
  if (totalBytes > limits.maxTotalBytes) {
    throw new ArticleSourceError(`the articles hold ${totalBytes} bytes together; allowed are ${limits.maxTotalBytes}`);
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(
  folder: string,
  prefix: string,
  depth: number,
  limits: ArticleFolderLimits,
  found: FoundFile[],
): Promise<void> {
  for (const entry of await entriesOf(join(folder, prefix))) {
    if (entry.name.startsWith('.')) continue;
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth >= limits.maxDepth) {
        throw new ArticleSourceError(`the folder ${path} lies deeper than the ${limits.maxDepth} levels allowed`);
      }
      await walk(folder, path, depth + 1, limits, found);
    } else if (entry.isFile() && isArticle(entry.name)) {
      const { size, mtimeMs } = await statOf(join(folder, path), path);
      if (size > limits.maxFileBytes) {
        throw new ArticleSourceError(`the article ${path} has ${size} bytes; allowed are ${limits.maxFileBytes}`);
      }
      found.push({ path, bytes: size, changedAtMs: mtimeMs });
      if (found.length > limits.maxFiles) {
        throw new ArticleSourceError(`the folder holds more than the ${limits.maxFiles} articles allowed`);
      }
    }
  }
}

function isArticle(name: string): boolean {
  return name.endsWith('.md') && name.toLowerCase() !== 'readme.md';
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new ArticleSourceError(`the article folder ${folder} cannot be read: ${codeOf(error)}`, { cause: error });
  }
}

async function statOf(file: string, path: string) {
  try {
    return await lstat(file);
  } catch (error) {
    throw new ArticleSourceError(`the article ${path} cannot be read: ${codeOf(error)}`, { cause: error });
  }
}

/** The system's code, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
