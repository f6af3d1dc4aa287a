import { sha256Hex } from '@naru/kernel';
import type { ArticleFile, ArticleSource } from '../ports/article-source.ts';
import type { Article } from './article.ts';
import { buildKnowledgeIndex, type KnowledgeIndex } from './knowledge-index.ts';
import { parseArticles } from './parse-articles.ts';
import { retrieve, RETRIEVAL_DEFAULTS, type Retrieval, type RetrievalSettings } from './retrieve.ts';

export interface KnowledgeDeps {
  readonly source: ArticleSource;
  readonly settings?: Partial<RetrievalSettings>;
}

export interface Knowledge {
  /** Equal for equal articles, in every process; part of the answer cache's key. */
  readonly version: string;
  /** Sorted by id. */
  readonly articles: readonly Article[];
  retrieve(question: string): Retrieval;
  /**
   * Reads the source again and swaps the index in one step: a question is answered from the old articles or
   * from the new ones, never from neither. Calls that overlap take turns.
   *
   * @throws {ArticleSourceError | KnowledgeError} and keeps the old articles
   */
  reload(): Promise<ReloadOutcome>;
}

export type ReloadOutcome =
  | { readonly kind: 'unchanged'; readonly version: string }
  | { readonly kind: 'replaced'; readonly version: string; readonly articleCount: number };

interface Edition {
  readonly version: string;
  readonly articles: readonly Article[];
  readonly index: KnowledgeIndex;
}

/**
 * Loads the articles and indexes them.
 *
 * @throws {ArticleSourceError} when the source cannot be read
 * @throws {KnowledgeError} when an article cannot be read as one
 */
export async function createKnowledge({ source, settings }: KnowledgeDeps): Promise<Knowledge> {
  const retrievalSettings = { ...RETRIEVAL_DEFAULTS, ...settings };
  let edition = readEdition(await source.load());
  let lastReload: Promise<unknown> = Promise.resolve();

  async function reloadNow(): Promise<ReloadOutcome> {
    const files = await source.load();
    if (versionOf(files) === edition.version) return { kind: 'unchanged', version: edition.version };
    edition = readEdition(files);
    return { kind: 'replaced', version: edition.version, articleCount: edition.articles.length };
  }

  return {
    get version() {
      return edition.version;
    },
    get articles() {
      return edition.articles;
    },
    retrieve: question => retrieve(edition.index, question, retrievalSettings),
    reload() {
      const next = lastReload.then(reloadNow, reloadNow);
      lastReload = next;
      return next;
    },
  };
}

function readEdition(files: readonly ArticleFile[]): Edition {
  const articles = parseArticles(files);
  return { version: versionOf(files), articles, index: buildKnowledgeIndex(articles) };
}

function versionOf(files: readonly ArticleFile[]): string {
  return sha256Hex(JSON.stringify(files.map(({ path, text }) => [path, text]))).slice(0, 16);
}
