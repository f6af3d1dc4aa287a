import { idf, type IndexedArticle, type KnowledgeIndex, type WeighedText } from './knowledge-index.ts';
import type { Word } from './korean-tokens.ts';

export interface RankedArticle {
  readonly entry: IndexedArticle;
  readonly score: number;
  /** Share, from 0 to 1, of what the question is about that the article speaks of. */
  readonly coverage: number;
}

export interface QueryWord {
  readonly tokens: readonly QueryToken[];
  /** What the word counts when the covered share is taken. */
  readonly mass: number;
}

interface QueryToken {
  readonly text: string;
  readonly idf: number;
}

/** How fast a token's repetition stops to count, and how much long articles are held back (BM25). */
const SATURATION = 4;
const LENGTH_NORMALISATION = 0.6;

export function weighQuestion(index: KnowledgeIndex, words: readonly Word[]): readonly QueryWord[] {
  return words.map(({ tokens }) => {
    const weighed = tokens.map(text => ({ text, idf: idf(index, text) }));
    const total = weighed.reduce((sum, token) => sum + token.idf, 0);
    // By the root of its length: an inflected verb of six syllables must not outweigh the noun before it.
    return { tokens: weighed, mass: total / Math.sqrt(weighed.length) };
  });
}

/**
 * All articles that share a token with the question, best first; equal ones in the order of their ids.
 *
 * The score is BM25 over weighted fields, times the covered share. The score orders; only the covered share
 * of the question's idf mass says whether an article is about it at all, because a raw score grows with the
 * length of the question.
 */
export function rankArticles(index: KnowledgeIndex, question: readonly QueryWord[]): readonly RankedArticle[] {
  const mass = question.reduce((sum, word) => sum + word.mass, 0);
  if (mass === 0) return [];
  const candidates = new Set(
    question.flatMap(word => word.tokens.flatMap(({ text }) => index.postings.get(text) ?? [])),
  );
  return [...candidates]
    .toSorted((a, b) => a - b)
    .map(position => index.articles[position])
    .filter(entry => entry !== undefined)
    .map(entry => {
      const coverage = question.reduce((sum, word) => sum + word.mass * coveredShare(word, entry.whole), 0) / mass;
      return { entry, coverage, score: scoreText(question, entry.whole, index.averageLength) * coverage };
    })
    .toSorted((a, b) => b.score - a.score);
}

export function scoreText(question: readonly QueryWord[], text: WeighedText, averageLength: number): number {
  const lengthFactor = 1 - LENGTH_NORMALISATION + (LENGTH_NORMALISATION * text.length) / averageLength;
  let score = 0;
  for (const word of question) {
    for (const token of word.tokens) {
      const weight = text.weights.get(token.text) ?? 0;
      score += (token.idf * weight * (SATURATION + 1)) / (weight + SATURATION * lengthFactor);
    }
  }
  return score;
}

function coveredShare(word: QueryWord, text: WeighedText): number {
  let covered = 0;
  let total = 0;
  for (const token of word.tokens) {
    total += token.idf;
    if (text.weights.has(token.text)) covered += token.idf;
  }
  return covered / total;
}
