/** The sequences from `first` to `last`, both included. */
export interface SequenceRange {
  readonly first: number;
  readonly last: number;
}

/** One list without overlaps or neighbours, in order. */
export function mergeRanges(ranges: readonly SequenceRange[]): readonly SequenceRange[] {
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous && first <= previous.last + 1) previous.last = Math.max(previous.last, last);
    else merged.push({ first, last });
  }
  return merged;
}

/** The fewest ranges that hold exactly these sequences. */
export function rangesOf(sequences: Iterable<number>): readonly SequenceRange[] {
  return mergeRanges(Array.from(sequences, sequence => ({ first: sequence, last: sequence })));
}

/** The highest sequence up to which nothing is missing, counted from 1; 0 when the first is missing. */
export function watermarkOf(merged: readonly SequenceRange[]): number {
  const first = merged[0];
  return first && first.first <= 1 ? first.last : 0;
}

/** What `merged` lacks of the sequences from `first` to `last`. */
export function missingIn(merged: readonly SequenceRange[], { first, last }: SequenceRange): readonly SequenceRange[] {
  const missing: SequenceRange[] = [];
  let next = first;
  for (const range of merged) {
    if (range.last < next) continue;
    if (range.first > last) break;
    if (range.first > next) missing.push({ first: next, last: range.first - 1 });
    next = range.last + 1;
  }
  if (next <= last) missing.push({ first: next, last });
  return missing;
}
