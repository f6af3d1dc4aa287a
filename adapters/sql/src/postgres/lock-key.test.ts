import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lockKeys } from './lock-key.ts';

const names = fc.array(fc.string(), { minLength: 1, maxLength: 8 });

describe('the locks of names', () => {
  it('come in one order, each once, whatever the order of the names', () => {
    fc.assert(
      fc.property(names, given => {
        const keys = lockKeys('', given);
        assert.deepEqual(lockKeys('', [...given, ...given].toReversed()), keys);
        assert.equal(new Set(keys).size, keys.length);
        assert.equal(keys.length, new Set(given).size);
        const numbers = keys.map(BigInt);
        assert.deepEqual(
          numbers,
          numbers.toSorted((a, b) => (a < b ? -1 : 1)),
        );
      }),
    );
  });

  it('fit into a bigint of PostgreSQL', () => {
    fc.assert(
      fc.property(names, given => lockKeys('', given).every(key => BigInt.asIntN(64, BigInt(key)) === BigInt(key))),
    );
  });

  it('are others in another schema', () => {
    assert.notDeepEqual(lockKeys('one', ['session 1']), lockKeys('two', ['session 1']));
  });
});
