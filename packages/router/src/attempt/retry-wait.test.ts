import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PRESETS } from './presets.ts';
import { retryWaitMs } from './retry-wait.ts';

const lowest = () => 0;
const highest = () => 0.999_999;

describe('retryWaitMs', () => {
  const question = { statedMs: undefined, backoffMs: 100, turnWaitLeftMs: 30_000 };

  it('is the back-off where the provider asked for nothing, or for less', () => {
    assert.equal(retryWaitMs(question, lowest), 100);
    assert.equal(retryWaitMs({ ...question, statedMs: 50 }, lowest), 100);
  });

  it('is what the provider asked for, plus up to a tenth', () => {
    assert.equal(retryWaitMs({ ...question, statedMs: 2_000 }, lowest), 2_000);
    assert.equal(Math.round(retryWaitMs({ ...question, statedMs: 2_000 }, highest) ?? 0), 2_200);
  });

  it('is not worth it beyond 2.5 s, or beyond what the turn has left', () => {
    assert.equal(retryWaitMs({ ...question, statedMs: 2_501 }, lowest), undefined);
    assert.equal(retryWaitMs({ ...question, statedMs: 1e12 }, lowest), undefined);
    assert.equal(retryWaitMs({ ...question, turnWaitLeftMs: 100 }, lowest), undefined);
  });
});

describe('back-off of the presets', () => {
  it('of bedrock is 1 s, then 1.5 s, each plus up to a tenth', () => {
    const { backoffMs } = PRESETS.bedrock;
    assert.deepEqual([backoffMs('server', 0, lowest), backoffMs('server', 1, lowest)], [1_000, 1_500]);
    assert.deepEqual(
      [backoffMs('server', 0, highest), backoffMs('server', 1, highest)].map(Math.round),
      [1_100, 1_650],
    );
  });

  it('of direct has full jitter, wider after a 429', () => {
    const { backoffMs } = PRESETS.direct;
    assert.equal(backoffMs('server', 0, lowest), 0);
    assert.equal(Math.round(backoffMs('server', 0, highest)), 100);
    assert.equal(Math.round(backoffMs('rate_limited', 0, highest)), 500);
  });
});
