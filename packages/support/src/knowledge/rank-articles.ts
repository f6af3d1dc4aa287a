import { isOtherShop } from './foreign-lexicon.ts';
import { isForeign } from './foreign-words.ts';
import { idf, type IndexedArticle, type KnowledgeIndex, type WeighedText } from './knowledge-index.ts';
import type { Word } from './korean-tokens.ts';
import { FAR, type Nearness } from './sample-matcher.ts';

export interface RankedArticle {
  readonly entry: IndexedArticle;
  readonly score: number;
  /** Share, from 0 to 1, of what the question is about that the article speaks of. */
  readonly coverage: number;
  /** How near the question comes to the article's sample questions. */
  readonly nearness: Nearness;
}

export interface QueryWord {
  readonly tokens: readonly QueryToken[];
  /** What the word counts when the covered share is taken. */
  readonly mass: number;
  /** Of another matter, even where an article happens to hold it. */
  readonly isForeign: boolean;
}

interface QueryToken {
  readonly text: string;
  readonly idf: number;
}

/** How fast a token's repetition stops to count, and how much long articles are held back (BM25). */
const SATURATION = 4;
const LENGTH_NORMALISATION = 0.6;
/** Words of every second article (배송, 주문) tell little of which one is meant, but much of this being our matter. */
const MIN_MASS = 3;
/** No article holds it: a name, a typing error, or another matter. */
const UNKNOWN_MASS = 3;
/** Verbs are said in a hundred ways (안 와요, 감감무소식이네요); an unknown one does not make a question foreign. */
const MINOR_SHARE = 0.35;
const FOREIGN_FACTOR = 3;
const FEW_TOPICS = 2;
const UNKNOWN_FACTOR = 2;
/** What a token counts that an article has in its text only. */
const BODY_ONLY_SHARE = 0.7;
const TITLE_LIFT = 0.5;
/** From here on, a question is found by a sample question alone. */
const NEAR = 0.4;
/** How nearness to a sample question counts beside the words: as a share of their score, and on its own. */
const NEAR_LIFT = 3;
const NEAR_SCORE = 60;
const BOOK = /^(책|도서|소설|만화|교재|문제집|잡지|그림책|동화)/;

export function weighQuestion(index: KnowledgeIndex, words: readonly Word[]): readonly QueryWord[] {
  const topics = words.filter(({ role }) => role === 'topic').length;
  return words.map((word, position) => {
    const looked = { ...word, tokens: withoutSeams(index, word.tokens), isForeign: isForeign(word.stem) };
    return {
      tokens: looked.tokens.map(text => ({ text, idf: idf(index, text) })),
      mass: massOf(index, looked, words[position + 1]) * (topics <= FEW_TOPICS ? shortFactor(index, looked) : 1),
      isForeign: looked.isForeign,
    };
  });
}

interface LookedUpWord extends Word {
  readonly isForeign: boolean;
}

function massOf(index: KnowledgeIndex, word: LookedUpWord, next: Word | undefined): number {
  if (word.role === 'hint') return 0;
  if (word.isAdjunct && word.isForeign && !isOtherShop(word.stem)) return 0;
  const masses = word.tokens.map(token => tokenMass(index, token));
  const mean = masses.reduce((sum, mass) => sum + mass, 0) / masses.length;
  const isMatter = word.tokens.every(token => index.anchors.has(token));
  if (word.role === 'minor' && !isMatter) return mean * MINOR_SHARE;
  const isKnown = word.tokens.some(token => index.postings.has(token));
  // What a book is about says nothing of the matter: 파이썬 책 추천, 요리 만화 배송.
  if ((!isKnown || word.isForeign) && next && BOOK.test(next.stem)) return 0;
  return word.isForeign ? mean * FOREIGN_FACTOR : mean;
}

/** In two words (스팀 환불), a noun that no article has says whose matter it is; in a long story it is one of many. */
function shortFactor(index: KnowledgeIndex, { role, tokens }: Word): number {
  return role === 'topic' && !tokens.some(token => index.postings.has(token)) ? UNKNOWN_FACTOR : 1;
}

function tokenMass(index: KnowledgeIndex, token: string): number {
  return index.postings.has(token) ? Math.max(MIN_MASS, idf(index, token)) : UNKNOWN_MASS;
}

/** Leaves out unknown pairs that overlap a known one: the seam 문취 of 주문취소, the rest 소좀 of 취소좀. */
function withoutSeams(index: KnowledgeIndex, tokens: readonly string[]): readonly string[] {
  const isKnown = (position: number): boolean => index.postings.has(tokens[position] ?? '');
  return tokens.filter((_, position) => isKnown(position) || !(isKnown(position - 1) || isKnown(position + 1)));
}

/**
 * All articles that share a token with the question, best first; equal ones in the order of their ids.
 *
 * The score is BM25 over weighted fields, times the covered share. The score orders; only the covered share
 * of the question's idf mass says whether an article is about it at all, because a raw score grows with the
 * length of the question.
 */
export function rankArticles(
  index: KnowledgeIndex,
  question: readonly QueryWord[],
  nearest: ReadonlyMap<number, Nearness>,
): readonly RankedArticle[] {
  const mass = question.reduce((sum, word) => sum + word.mass, 0);
  const { candidates, covered, scores } = tallyOf(index, question);
  for (const [position, { ofAll }] of nearest) if (ofAll >= NEAR) candidates.add(position);
  const asked = new Set(question.flatMap(word => word.tokens.map(token => token.text)));
  return [...candidates]
    .toSorted((a, b) => a - b)
    .flatMap(position => {
      const entry = index.articles[position];
      if (!entry) return [];
      const coverage = mass === 0 ? 0 : (covered[position] ?? 0) / mass;
      const nearness = nearest.get(position) ?? FAR;
      const near = nearness.ofAll;
      const words = (scores[position] ?? 0) * coverage * titleFactor(asked, entry);
      return [{ entry, coverage, nearness, score: words * (1 + NEAR_LIFT * near) + NEAR_SCORE * near ** 2 }];
    })
    .toSorted((a, b) => b.score - a.score);
}

/** By the articles' positions. */
interface Tally {
  readonly candidates: Set<number>;
  /** Mass of the question that the article speaks of. */
  readonly covered: Float64Array;
  readonly scores: Float64Array;
}

/** Token by token over the articles that hold it: most articles hold none of most tokens. */
function tallyOf(index: KnowledgeIndex, question: readonly QueryWord[]): Tally {
  const { articles, averageLength } = index;
  const candidates = new Set<number>();
  const covered = new Float64Array(articles.length);
  const scores = new Float64Array(articles.length);
  for (const word of question) {
    const weightOfAll = word.tokens.reduce((sum, token) => sum + Math.max(MIN_MASS, token.idf), 0);
    for (const token of word.tokens) {
      const coveredByOne = word.isForeign ? 0 : (word.mass * Math.max(MIN_MASS, token.idf)) / weightOfAll;
      for (const { article, weight, isTopic } of index.postings.get(token.text) ?? []) {
        candidates.add(article);
        covered[article] = (covered[article] ?? 0) + coveredByOne * (isTopic ? 1 : BODY_ONLY_SHARE);
        const length = articles[article]?.whole.length ?? 0;
        scores[article] = (scores[article] ?? 0) + tokenScore(token, weight, length / averageLength);
      }
    }
  }
  return { candidates, covered, scores };
}

/** Whether the question names a matter of the shop, as some article's title has it. */
export function isAnchored(index: KnowledgeIndex, question: readonly QueryWord[]): boolean {
  return question.some(
    ({ mass, isForeign, tokens }) => mass > 0 && !isForeign && tokens.some(({ text }) => index.anchors.has(text)),
  );
}

/** Lifts the article whose title the question names in full: 반품 means 반품 신청 rather than 반품 배송비. */
function titleFactor(asked: ReadonlySet<string>, { title }: IndexedArticle): number {
  let named = 0;
  for (const token of title) if (asked.has(token)) named += 1;
  return 1 + (TITLE_LIFT * named) / Math.max(1, title.size);
}

export function scoreText(question: readonly QueryWord[], text: WeighedText, averageLength: number): number {
  const relativeLength = text.length / averageLength;
  let score = 0;
  for (const word of question) {
    for (const token of word.tokens) {
      const weight = text.weights.get(token.text);
      if (weight !== undefined) score += tokenScore(token, weight, relativeLength);
    }
  }
  return score;
}

function tokenScore({ idf: tokenIdf }: QueryToken, weight: number, relativeLength: number): number {
  const lengthFactor = 1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * relativeLength;
  return (tokenIdf * weight * (SATURATION + 1)) / (weight + SATURATION * lengthFactor);
}
