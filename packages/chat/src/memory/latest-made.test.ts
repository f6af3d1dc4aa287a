import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LatestMade } from './latest-made.ts';

describe('what was made of texts', () => {
  it('is made once while it is among the latest asked for', () => {
    const made: string[] = [];
    const lengths = new LatestMade(2, text => {
      made.push(text);
      return text.length;
    });
    assert.deepEqual(
      ['a', 'bb', 'a', 'ccc', 'a', 'bb', ''].map(text => lengths.of(text)),
      [1, 2, 1, 3, 1, 2, 0],
    );
    assert.deepEqual(made, ['a', 'bb', 'ccc', 'bb', '']);
  });
});
