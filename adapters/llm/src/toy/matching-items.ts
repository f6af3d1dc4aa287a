import { sharedPairs, syllablePairs } from './syllable-pairs.ts';

/** One short word (상품이) names nothing yet. */
const MIN_SHARED = 3;

/**
 * The lines of a list that the question names (`신용카드` of all payments), or all of them, where it names none
 * or what stands in each.
 */
export function matchingItems(items: readonly string[], question: string): readonly string[] {
  const pairs = items.map(syllablePairs);
  const isTelling = (pair: string): boolean => pairs.filter(ofItem => ofItem.has(pair)).length * 2 < items.length;
  const asked = new Set([...syllablePairs(question)].filter(isTelling));
  const named = items.filter((_, at) => sharedPairs(asked, pairs[at] ?? new Set()).length >= MIN_SHARED);
  return named.length > 0 ? named : items;
}
