import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { createMemoryTurnRateLimit } from './memory-turn-rate-limit.ts';

function setUp(turnsPerMinute = 2) {
  const clock = new FakeClock();
  return { clock, limit: createMemoryTurnRateLimit({ turnsPerMinute, clock }) };
}

describe('createMemoryTurnRateLimit', () => {
  it('lets no more turns begin within any minute, and says when the next may', async () => {
    const { clock, limit } = setUp();
    await limit.take('a:1');
    await clock.advance(20_000);
    await limit.take('a:1');
    await clock.advance(10_000);
    assert.deepEqual(await limit.take('a:1'), { kind: 'limited', retryAfterMs: 30_000 });
    await clock.advance(29_999);
    assert.deepEqual(await limit.take('a:1'), { kind: 'limited', retryAfterMs: 1 });
    await clock.advance(1);
    assert.deepEqual(await limit.take('a:1'), { kind: 'allowed' });
    assert.deepEqual(await limit.take('a:1'), { kind: 'limited', retryAfterMs: 20_000 });
  });

  it('counts each owner apart', async () => {
    const { limit } = setUp(1);
    for (const owner of ['a:1', 'a:2', '__proto__', 'constructor']) {
      assert.equal((await limit.take(owner)).kind, 'allowed');
    }
  });

  it('refuses a limit that lets nobody in', () => {
    for (const turnsPerMinute of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => setUp(turnsPerMinute), /turnsPerMinute must be a positive integer/);
    }
  });
});
