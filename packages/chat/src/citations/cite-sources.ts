import type { Citation } from '@naru/language-model';
import type { CitableSource, SourceCitation } from '../assistant/assistant.ts';

/**
 * What the customer is shown of the sources that an answer rests on, in the order of their numbers: those that
 * its text cites, and those that the provider itself named. A source that the assistant did not give is nobody's.
 */
export function citeSources(
  sources: readonly CitableSource[],
  cited: ReadonlySet<number>,
  named: readonly Citation[],
): readonly SourceCitation[] {
  const namedIds = new Set(named.map(({ sourceId }) => sourceId));
  return sources.flatMap(({ id, title, docId, anchor, quote }, index) => {
    const n = index + 1;
    return cited.has(n) || namedIds.has(id) ? [{ n, title, docId, anchor, quote }] : [];
  });
}
