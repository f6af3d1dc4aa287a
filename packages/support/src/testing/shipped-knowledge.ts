import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createKnowledge, type Knowledge } from '../knowledge/knowledge.ts';
import { MemoryArticleSource } from '../memory/memory-article-source.ts';
import type { ArticleFile } from '../ports/article-source.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../knowledge');

/** The articles of this repository's `knowledge/`, as files. */
export function shippedArticleFiles(): readonly ArticleFile[] {
  return globSync('*/**/*.md', { cwd: FOLDER }).map(path => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
}

export function shippedKnowledge(): Promise<Knowledge> {
  return createKnowledge({ source: new MemoryArticleSource(shippedArticleFiles()) });
}
