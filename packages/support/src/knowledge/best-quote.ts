import type { QueryWord } from './rank-articles.ts';
import { tokensOf } from './korean-tokens.ts';

export const MAX_QUOTE_LENGTH = 200;

/** A sentence with what it is looked up by. */
export interface CutSentence {
  readonly text: string;
  readonly tokens: ReadonlySet<string>;
}

/** A text's sentences, cut into tokens: dearer than all the rest of finding a quote, and always the same. */
export function cutSentences(text: string): readonly CutSentence[] {
  return sentencesOf(text).map(sentence => ({ text: sentence, tokens: new Set(tokensOf(sentence)) }));
}

/** The sentence of a passage that speaks most of the question, at most 200 characters, word for word. */
export function bestQuote(sentences: readonly CutSentence[], question: readonly QueryWord[]): string {
  const idfOf = new Map(question.flatMap(word => word.tokens.map(token => [token.text, token.idf] as const)));
  let best = '';
  let bestWeight = -1;
  for (const { text, tokens } of sentences) {
    let weight = 0;
    for (const token of tokens) weight += idfOf.get(token) ?? 0;
    if (weight > bestWeight) {
      best = text;
      bestWeight = weight;
    }
  }
  return best.length <= MAX_QUOTE_LENGTH ? best : `${best.slice(0, MAX_QUOTE_LENGTH - 1).trimEnd()}…`;
}

/** Sentences and list items, without the marks of Markdown. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?])\s+/)
    .map(sentence =>
      sentence
        .replace(/^\s*(?:[-*]|\d+\.)\s+/, '')
        .replaceAll('**', '')
        .trim(),
    )
    .filter(sentence => sentence !== '');
}
