/** How a chunk stands to those that were taken before it. */
export type ChunkPlace = 'next' | 'seen' | 'gap';

/** @param from the first of the chunks that are merged in it; missing: it is one */
export function placeOfChunk(lastSeq: number, seq: number, from = seq): ChunkPlace {
  if (seq <= lastSeq) return 'seen';
  // One that begins before its place holds words that are there already.
  return from === lastSeq + 1 ? 'next' : 'gap';
}
