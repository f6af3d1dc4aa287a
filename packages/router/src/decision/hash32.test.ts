import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hash32, shareOf } from './hash32.ts';

describe('hash32', () => {
  it('gives the same number for ever: shares of conversations are cut by it', () => {
    assert.deepEqual(
      ['', 'a', 'session-1', '안녕'].map(hash32),
      [2_872_998_923, 444_641_715, 599_268_235, 1_819_635_979],
    );
  });

  it('spreads texts that differ in little evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index += 1) {
      const tenth = Math.floor(shareOf(hash32(`session-${index}`), hash32('canary')) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) assert.ok(count > 880 && count < 1_120, `${tenths}`);
  });

  it('gives a share from 0 up to and without 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const share = shareOf(hash32(one), hash32(other));
        assert.ok(share >= 0 && share < 1);
      }),
    );
  });
});
