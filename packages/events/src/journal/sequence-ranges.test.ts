import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mergeRanges, missingIn, rangesOf, watermarkOf, type SequenceRange } from './sequence-ranges.ts';

const sequences = fc.array(fc.integer({ min: 1, max: 40 }));

function isIn(ranges: readonly SequenceRange[], sequence: number): boolean {
  return ranges.some(({ first, last }) => first <= sequence && sequence <= last);
}

describe('ranges of sequences', () => {
  it('hold exactly what was put in, without overlap or neighbours (property)', () => {
    fc.assert(
      fc.property(sequences, sequences, (one, other) => {
        const merged = mergeRanges([...rangesOf(one), ...rangesOf(other)]);
        for (let sequence = 1; sequence <= 41; sequence += 1) {
          assert.equal(isIn(merged, sequence), one.includes(sequence) || other.includes(sequence));
        }
        merged.slice(1).forEach(({ first }, index) => assert.ok(first > merged[index]!.last + 1));
      }),
    );
  });

  it('know what is missing, and up to where nothing is (property)', () => {
    fc.assert(
      fc.property(sequences, some => {
        const merged = rangesOf(some);
        const missing = missingIn(merged, { first: 1, last: 40 });
        for (let sequence = 1; sequence <= 40; sequence += 1)
          assert.equal(isIn(missing, sequence), !some.includes(sequence));
        const watermark = watermarkOf(merged);
        assert.equal(missing.length === 0 ? 40 : missing[0]!.first - 1, watermark);
      }),
    );
  });
});
