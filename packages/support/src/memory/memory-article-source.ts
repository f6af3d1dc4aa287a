import type { ArticleFile, ArticleSource } from '../ports/article-source.ts';

/** The reference `ArticleSource`: what was put in last. */
export class MemoryArticleSource implements ArticleSource {
  #files: readonly ArticleFile[];

  constructor(files: readonly ArticleFile[] = []) {
    this.#files = files;
  }

  put(files: readonly ArticleFile[]): void {
    this.#files = files;
  }

  async load(): Promise<readonly ArticleFile[]> {
    return this.#files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }
}
