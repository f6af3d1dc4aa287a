import type { ChosenPassage, ReadSource } from './choose-passages.ts';
import { sharedPairs, syllablePairs } from './syllable-pairs.ts';

/** How passages stand to a question. */
export interface Relevance {
  score(passage: ChosenPassage): number;
  /** Share of what was asked that the titles of `these` name, and nothing of `others`. */
  gain(these: readonly ChosenPassage[], others: readonly ChosenPassage[]): number;
}

const HEADING_SHARE = 0.5;
const HINT_FACTOR = 1.5;
/** From here on, length is not held against a passage: lists are long. */
const LONG_PAIRS = 20;

/** What a question asks for, and what a passage that tells it looks like. */
const HINTS: readonly (readonly [asked: RegExp, told: RegExp])[] = [
  [/언제|며칠|몇\s?(?:일|시|달)|얼마나 걸|얼마 만에|기간|빨리|까지/, /\d\s*(?:일|시간|분|주|개월|시)|즉시|당일/],
  [/얼마(?!나 걸| 만에)|비용|배송비|택배비|수수료|누가 내|무료/, /\d원|무료|부담/],
  [/어떻게|방법|하려면|하고 싶|어디서|어디에/, /하실 수 있|해 주세요|누르|선택|신청/],
];

/**
 * Compares by pairs of syllables. Rare pairs count more (inverse document frequency over the passages at hand),
 * long passages do not win by length.
 */
export function relevanceOf(question: string, sources: readonly ReadSource[]): Relevance {
  const passages = sources.flatMap(source => source.passages);
  const pairsOf = new Map(passages.map(passage => [passage, syllablePairs(passage.text)]));
  const headingPairs = new Map(passages.map(passage => [passage, syllablePairs(headingOf(passage))]));
  const asked = syllablePairs(question);
  const told = HINTS.filter(([hint]) => hint.test(question)).map(([, sign]) => sign);
  const counts = new Map<string, number>();
  for (const pairs of pairsOf.values()) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  const weight = (pair: string): number => Math.log(1 + passages.length / (1 + (counts.get(pair) ?? 0)));
  const sum = (pairs: ReadonlySet<string>): number =>
    sharedPairs(asked, pairs).reduce((total, pair) => total + weight(pair), 0) /
    Math.sqrt(6 + Math.min(pairs.size, LONG_PAIRS));

  return {
    score(passage) {
      const score =
        sum(pairsOf.get(passage) ?? new Set()) + HEADING_SHARE * sum(headingPairs.get(passage) ?? new Set());
      return score * (told.some(sign => sign.test(passage.text)) ? HINT_FACTOR : 1);
    },
    gain(these, others) {
      const known = new Set(others.flatMap(one => [...(pairsOf.get(one) ?? []), ...(headingPairs.get(one) ?? [])]));
      const named = new Set(these.flatMap(one => [...(headingPairs.get(one) ?? [])]));
      const matters = [...asked].filter(pair => known.has(pair) || named.has(pair));
      const added = matters.filter(pair => !known.has(pair));
      return matters.length === 0 ? 0 : added.length / matters.length;
    },
  };
}

function headingOf({ title, heading }: ChosenPassage): string {
  return `${title} ${heading}`;
}
