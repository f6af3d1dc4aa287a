import type { Article, Passage } from './article.ts';
import { tokensOf, wordsOf } from './korean-tokens.ts';
import { createSampleMatcher, type Sample, type SampleMatcher } from './sample-matcher.ts';

/** What a token weighs by where it stands in an article. */
const FIELD_WEIGHTS = { title: 5, question: 3, heading: 2.5, body: 1 } as const;

/** A text with how much each of its tokens weighs. */
export interface WeighedText {
  readonly weights: ReadonlyMap<string, number>;
  readonly length: number;
}

export interface IndexedArticle {
  readonly article: Article;
  readonly whole: WeighedText;
  /** Tokens of title, category, headings and questions: what the article is about, not only speaks of. */
  readonly topics: ReadonlySet<string>;
  readonly title: ReadonlySet<string>;
  /** In the order of `article.passages`. */
  readonly passages: readonly WeighedText[];
}

/** An article that holds a token. */
export interface Posting {
  readonly article: number;
  readonly weight: number;
  /** Whether the article is about it, not only speaks of it. */
  readonly isTopic: boolean;
}

/** An immutable index: a change of the articles makes a new one. */
export interface KnowledgeIndex {
  readonly articles: readonly IndexedArticle[];
  readonly averageLength: number;
  /** Articles that hold the token. */
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** Tokens of all titles and categories: the matters of the shop. */
  readonly anchors: ReadonlySet<string>;
  readonly samples: SampleMatcher;
}

export function buildKnowledgeIndex(articles: readonly Article[]): KnowledgeIndex {
  const indexed = articles.map(indexArticle);
  const postings = new Map<string, Posting[]>();
  for (const [article, { whole, topics }] of indexed.entries()) {
    for (const [token, weight] of whole.weights) {
      postings.getOrInsertComputed(token, () => []).push({ article, weight, isTopic: topics.has(token) });
    }
  }
  const anchors = new Set(articles.flatMap(({ title, category }) => topicTokens(`${title} ${category}`)));
  const total = indexed.reduce((sum, { whole }) => sum + whole.length, 0);
  const samples = createSampleMatcher(articles.flatMap(samplesOf));
  return { articles: indexed, averageLength: total / Math.max(1, indexed.length), postings, anchors, samples };
}

/**
 * How much a token tells, by the probabilistic idf of BM25. A token that no article holds counts like one
 * that a single article holds: it is what makes a foreign question foreign.
 */
export function idf(index: KnowledgeIndex, token: string): number {
  const count = index.articles.length;
  const holders = Math.max(1, index.postings.get(token)?.length ?? 0);
  return Math.log(1 + (count - holders + 0.5) / (holders + 0.5));
}

function indexArticle(article: Article): IndexedArticle {
  const whole = new Map<string, number>();
  add(whole, article.title, FIELD_WEIGHTS.title);
  add(whole, article.category, FIELD_WEIGHTS.heading);
  for (const question of article.questions) add(whole, question, FIELD_WEIGHTS.question);
  const topics = new Set([...whole.keys(), ...article.passages.flatMap(({ heading }) => tokensOf(heading))]);
  const passages = article.passages.map(indexPassage);
  for (const { weights } of passages) for (const [token, weight] of weights) addWeight(whole, token, weight);
  return { article, whole: weighed(whole), topics, title: new Set(tokensOf(article.title)), passages };
}

function indexPassage({ heading, text }: Passage): WeighedText {
  const weights = new Map<string, number>();
  add(weights, heading, FIELD_WEIGHTS.heading);
  add(weights, text, FIELD_WEIGHTS.body);
  return weighed(weights);
}

function add(weights: Map<string, number>, text: string, weight: number): void {
  for (const token of tokensOf(text)) addWeight(weights, token, weight);
}

function addWeight(weights: Map<string, number>, token: string, weight: number): void {
  weights.set(token, (weights.get(token) ?? 0) + weight);
}

function weighed(weights: ReadonlyMap<string, number>): WeighedText {
  let length = 0;
  for (const weight of weights.values()) length += weight;
  return { weights, length };
}

function samplesOf({ title, questions, answeredBy }: Article, article: number): readonly Sample[] {
  return [{ article, text: title }, ...questions.map(text => ({ article, text, anchor: answeredBy.get(text) }))];
}

function topicTokens(text: string): readonly string[] {
  return wordsOf(text)
    .filter(word => word.role === 'topic')
    .flatMap(word => word.tokens);
}
