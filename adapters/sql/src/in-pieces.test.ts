import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inPieces } from './in-pieces.ts';

describe('inPieces', () => {
  it('gives every row once, in order, in few sizes', () => {
    for (const count of [0, 1, 7, 64, 200, 256]) {
      const rows = Array.from({ length: count }, (_, index) => index);
      const pieces = inPieces(rows);
      assert.deepEqual(pieces.flat(), rows);
      for (const { length } of pieces) assert.ok([1, 2, 4, 8, 16, 32, 64].includes(length), `a piece of ${length}`);
    }
  });
});
