import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedDocuments } from './generated-documents.ts';
import type { Net } from './net.ts';

/** What is generated must be what the sources say now. */
export const generatedFiles: Net = {
  name: 'generated files are fresh',
  async find(root) {
    const stale: string[] = [];
    for (const [path, text] of generatedDocuments(root)) {
      if (readIfThere(join(root, path)) !== text) stale.push(`${path} is not what the sources say: npm run generate`);
    }
    return stale;
  },
};

/** Writes every generated file anew. */
export async function writeGeneratedFiles(root: string): Promise<readonly string[]> {
  const documents = generatedDocuments(root);
  for (const [path, text] of documents) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return [...documents.keys()];
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
