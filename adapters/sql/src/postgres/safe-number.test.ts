import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toSafeNumber } from './safe-number.ts';

describe('a whole number of PostgreSQL', () => {
  it('is the number that was written, as far as numbers are exact', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), value => toSafeNumber(String(value)) === value));
    assert.equal(toSafeNumber('1.50'), 1.5);
  });

  it('is refused beyond: a wrong amount is worse than none', () => {
    const beyond = fc.bigInt({ min: BigInt(Number.MAX_SAFE_INTEGER) + 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(beyond, fc.boolean(), (value, isNegative) => {
        assert.throws(() => toSafeNumber(String(isNegative ? -value : value)), RangeError);
      }),
    );
  });
});
