import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArticleSourceError, type ArticleFile, type ArticleSource } from '@naru/support';
import { ARTICLE_FOLDER_LIMITS, codeOf, findArticleFiles, type ArticleFolderLimits } from './article-folder.ts';

export interface MarkdownArticleSourceOptions {
  readonly folder: string;
  readonly limits?: Partial<ArticleFolderLimits>;
}

/** Articles as Markdown files of a folder and its sub-folders. */
export function createMarkdownArticleSource({ folder, limits }: MarkdownArticleSourceOptions): ArticleSource {
  const allowed = { ...ARTICLE_FOLDER_LIMITS, ...limits };
  return {
    async load() {
      const found = await findArticleFiles(folder, allowed);
      return Promise.all(found.map(({ path }) => readArticle(folder, path)));
    },
  };
}

async function readArticle(folder: string, path: string): Promise<ArticleFile> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(join(folder, path)));
    return { path, text };
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8' : codeOf(error);
    throw new ArticleSourceError(`the article ${path} cannot be read: ${reason}`, { cause: error });
  }
}
