import { tokensOf } from './korean-words.ts';

const MAX_CHARACTERS = 160;
const NO_PROSE = /^(\||```|~~~|---|#{1,6} )/;

/** The sentence of a text that a citation shows: the one that shares most with the question, else the first. */
export function bestQuote(text: string, asked: ReadonlySet<string>): string {
  const sentences = text
    .split('\n')
    .filter(line => line.trim() !== '' && !NO_PROSE.test(line.trim()))
    .flatMap(line => line.replace(/^\s*(?:[-*+]|\d{1,2}[.)])\s+/, '').split(/(?<=[.!?。])\s+/))
    .map(sentence => sentence.replaceAll(/\*\*|__|`/g, '').trim())
    .filter(sentence => sentence !== '');
  const shared = sentences.map(sentence => [...tokensOf(sentence)].filter(token => asked.has(token)).length);
  const best = sentences[shared.indexOf(Math.max(...shared))] ?? text.trim();
  return best.length > MAX_CHARACTERS ? `${best.slice(0, MAX_CHARACTERS - 1).trimEnd()}…` : best;
}
