import type { NumberedSource } from '../protocols/request-facts.ts';
import type { AnswerCitation } from './answer.ts';

export interface CitedText {
  readonly text: string;
  readonly citation: AnswerCitation;
}

const MAX_QUOTE_CHARACTERS = 200;

/** Says a sentence of the source that shares most two-character pieces with the question, and cites it. */
export function citeSource(sources: readonly NumberedSource[], question: string): CitedText | undefined {
  const wanted = piecesOf(question);
  let best: NumberedSource | undefined;
  let bestShared = -1;
  for (const source of sources) {
    const shared = wanted.intersection(piecesOf(source.text)).size;
    if (shared > bestShared) [best, bestShared] = [source, shared];
  }
  if (!best) return undefined;
  const quote = sentenceOf(best.text, wanted);
  return {
    text: `${quote} [${best.number}]`,
    citation: { number: best.number, sourceId: best.id, quote },
  };
}

function piecesOf(text: string): Set<string> {
  const letters = [...text.replace(/[\s\p{P}]+/gu, '')];
  return new Set(letters.slice(0, -1).map((letter, index) => letter + letters[index + 1]));
}

function sentenceOf(text: string, wanted: ReadonlySet<string>): string {
  const sentences = text.split(/(?<=[.!?。])\s+|\n+/u).filter(sentence => /[.!?。]$/u.test(sentence.trim()));
  const scored = sentences.map(sentence => ({ sentence, shared: piecesOf(sentence).intersection(wanted).size }));
  const best = scored.reduce((first, next) => (next.shared > first.shared ? next : first), {
    sentence: sentences[0] ?? text,
    shared: -1,
  });
  return best.sentence.trim().slice(0, MAX_QUOTE_CHARACTERS);
}
