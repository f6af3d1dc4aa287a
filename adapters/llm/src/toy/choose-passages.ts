import type { Source } from '@naru/language-model';
import { readPassages, type Passage } from './read-passages.ts';
import { sharedPairs, syllablePairs } from './syllable-pairs.ts';

/** A passage of a source. */
export interface ChosenPassage extends Passage {
  readonly title: string;
  /** As the answer cites it, from 1. */
  readonly sourceNumber: number;
  readonly sourceId: string;
}

interface Candidate extends ChosenPassage {
  readonly position: number;
  readonly pairs: ReadonlySet<string>;
  readonly headingPairs: ReadonlySet<string>;
}

const MAX_PASSAGES = 3;
const MAX_SOURCES_READ = 8;
const MAX_CANDIDATES = 400;
const MAX_SOURCE_CHARACTERS = 20_000;
/** A further passage must be this close to the best one. */
const KEEP_RATIO = 0.5;
const HEADING_SHARE = 0.5;
/** Each place in the order of the retrieval counts so much less. */
const RANK_DECAY = 0.85;
const HINT_FACTOR = 1.5;
/** From here on, length is not held against a passage: lists are long. */
const LONG_PAIRS = 20;

/** What a question asks for, and what a passage that tells it looks like. */
const HINTS: readonly (readonly [asked: RegExp, told: RegExp])[] = [
  [/언제|며칠|얼마나 걸|얼마 만에|기간|빨리/, /\d\s*(?:일|시간|분|주|개월)|즉시|당일/],
  [/얼마(?!나 걸)|비용|배송비|택배비|수수료|누가 내/, /\d원|무료|부담/],
  [/어떻게|방법|하려면|하고 싶/, /하실 수 있|해 주세요|누르|선택|신청/],
];

/**
 * The passages that answer the question best, in the order of their sources. Rare pairs count more (inverse
 * document frequency over the passages at hand), long passages do not win by length. When nothing matches, the
 * first source's beginning is the answer: the retrieval found it for a reason.
 */
export function choosePassages(question: string, sources: readonly Source[]): readonly ChosenPassage[] {
  const candidates = sources.slice(0, MAX_SOURCES_READ).flatMap(toCandidates).slice(0, MAX_CANDIDATES);
  const asked = syllablePairs(question);
  const weight = weigher(candidates);
  const told = HINTS.filter(([hint]) => hint.test(question)).map(([, sign]) => sign);
  const scored = candidates
    .map(candidate => ({ candidate, score: scoreOf(candidate, asked, weight, told) }))
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  if (best === 0) return candidates.slice(0, 2);
  const close = scored.filter(({ score }) => score >= best * KEEP_RATIO).map(({ candidate }) => candidate);
  return withoutRepeats(close)
    .slice(0, MAX_PASSAGES)
    .sort((a, b) => a.sourceNumber - b.sourceNumber || a.position - b.position);
}

function toCandidates({ id, title, text }: Source, index: number): Candidate[] {
  return readPassages(text.slice(0, MAX_SOURCE_CHARACTERS)).map((passage, position) => ({
    ...passage,
    title,
    sourceNumber: index + 1,
    sourceId: id,
    position,
    pairs: syllablePairs(passage.text),
    headingPairs: syllablePairs(`${title} ${passage.heading}`),
  }));
}

function weigher(candidates: readonly Candidate[]): (pair: string) => number {
  const counts = new Map<string, number>();
  for (const { pairs } of candidates) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  return pair => Math.log(1 + candidates.length / (1 + (counts.get(pair) ?? 0)));
}

function scoreOf(
  candidate: Candidate,
  asked: ReadonlySet<string>,
  weight: (pair: string) => number,
  told: readonly RegExp[],
): number {
  const sum = (pairs: ReadonlySet<string>): number =>
    sharedPairs(asked, pairs).reduce((total, pair) => total + weight(pair), 0) /
    Math.sqrt(6 + Math.min(pairs.size, LONG_PAIRS));
  const score = sum(candidate.pairs) + HEADING_SHARE * sum(candidate.headingPairs);
  const isHinted = told.some(sign => sign.test(candidate.text));
  return score * (isHinted ? HINT_FACTOR : 1) * RANK_DECAY ** (candidate.sourceNumber - 1);
}

function withoutRepeats(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.toReversed().map(candidate => [candidate.text, candidate])).values()].toReversed();
}
