/**
 * Rows in pieces of powers of two, so that a batch of any size is written by a handful of statements that stay
 * prepared: one text for each number of rows would be prepared anew nearly every time.
 */
export function inPieces<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const pieces: (readonly Row[])[] = [];
  let start = 0;
  for (let size = LARGEST; size >= 1; size /= 2) {
    while (rows.length - start >= size) {
      pieces.push(rows.slice(start, start + size));
      start += size;
    }
  }
  return pieces;
}

const LARGEST = 64;
