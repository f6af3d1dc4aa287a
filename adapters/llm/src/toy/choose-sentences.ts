import type { Source } from '@naru/language-model';
import { sharedPairs, syllablePairs } from './syllable-pairs.ts';

/** A sentence of a source. */
export interface ChosenSentence {
  readonly text: string;
  /** As the answer cites it, from 1. */
  readonly sourceNumber: number;
  readonly sourceId: string;
}

interface Candidate extends ChosenSentence {
  readonly position: number;
  readonly pairs: ReadonlySet<string>;
  readonly titlePairs: ReadonlySet<string>;
}

const MAX_SENTENCES = 3;
const MAX_SOURCES_READ = 8;
const MAX_CANDIDATES = 400;
const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 300;
/** A further sentence must be this close to the best one. */
const KEEP_RATIO = 0.45;
const TITLE_SHARE = 0.35;
/** Each place in the order of the retrieval counts so much less. */
const RANK_DECAY = 0.85;

/**
 * The sentences that answer the question best, in the order of their sources. Rare pairs count more (inverse
 * document frequency over the sentences at hand), long sentences do not win by length. When nothing matches,
 * the first source's beginning is the answer: the retrieval found it for a reason.
 */
export function chooseSentences(question: string, sources: readonly Source[]): readonly ChosenSentence[] {
  const candidates = sources.slice(0, MAX_SOURCES_READ).flatMap(toCandidates).slice(0, MAX_CANDIDATES);
  const asked = syllablePairs(question);
  const weight = weigher(candidates);
  const scored = candidates
    .map(candidate => ({ candidate, score: scoreOf(candidate, asked, weight) }))
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const chosen = best > 0
    ? scored.filter(({ score }) => score >= best * KEEP_RATIO).map(({ candidate }) => candidate)
    : candidates.slice(0, 2);
  return withoutRepeats(chosen).slice(0, MAX_SENTENCES).sort(inReadingOrder);
}

function toCandidates({ id, title, text }: Source, index: number): Candidate[] {
  const titlePairs = syllablePairs(title);
  return sentencesOf(text).map((sentence, position) => ({
    text: sentence,
    sourceNumber: index + 1,
    sourceId: id,
    position,
    pairs: syllablePairs(sentence),
    titlePairs,
  }));
}

/** Plain sentences out of Markdown: no headings, tables or questions, no markers, links as their words. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => !/^(#|\||```|---|>|!\[)/.test(line))
    .map(line => line.replace(/^(?:[-*+]|\d{1,2}[.)])\s+/, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|__|`/g, ''))
    .flatMap(line => line.split(/(?<=[.!?。])\s+/))
    .map(sentence => sentence.trim())
    .filter(({ length }) => length >= MIN_CHARACTERS && length <= MAX_CHARACTERS)
    .filter(sentence => !sentence.endsWith('?') && !sentence.endsWith(':'));
}

function weigher(candidates: readonly Candidate[]): (pair: string) => number {
  const counts = new Map<string, number>();
  for (const { pairs } of candidates) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  return pair => Math.log(1 + candidates.length / (1 + (counts.get(pair) ?? 0)));
}

function scoreOf(candidate: Candidate, asked: ReadonlySet<string>, weight: (pair: string) => number): number {
  const sum = (pairs: ReadonlySet<string>): number =>
    sharedPairs(asked, pairs).reduce((total, pair) => total + weight(pair), 0);
  const own = sum(candidate.pairs) / Math.sqrt(6 + candidate.pairs.size);
  const title = (TITLE_SHARE * sum(candidate.titlePairs)) / Math.sqrt(6 + candidate.titlePairs.size);
  // A title alone makes no sentence an answer, unless it opens the article.
  const fromTitle = own > 0 || candidate.position === 0 ? title : 0;
  return (own + fromTitle) * RANK_DECAY ** (candidate.sourceNumber - 1);
}

function withoutRepeats(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.toReversed().map(candidate => [candidate.text, candidate])).values()].toReversed();
}

function inReadingOrder(one: ChosenSentence, other: ChosenSentence): number {
  const [a, b] = [one as Candidate, other as Candidate];
  return a.sourceNumber - b.sourceNumber || a.position - b.position;
}
