import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import fc from 'fast-check';
import { SlidingLimit } from './sliding-limit.ts';

function setUp(options: { perMinute: number; maxKeys?: number }) {
  const clock = new FakeClock();
  return { clock, limit: new SlidingLimit(clock, options) };
}

describe('SlidingLimit', () => {
  it('lets so many through a minute, each key for itself', () => {
    const { limit } = setUp({ perMinute: 2 });
    assert.deepEqual(
      ['a', 'a', 'a', 'b'].map(key => limit.take(key).kind),
      ['pass', 'pass', 'wait', 'pass'],
    );
  });

  it('lets one through at the time that it names, and not before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 90_000 }),
        async (perMinute, startMs) => {
          const { clock, limit } = setUp({ perMinute });
          for (let count = 0; count < perMinute; count += 1) limit.take('a');
          await clock.advance(startMs);
          const verdict = limit.take('a');
          if (verdict.kind === 'pass') return;
          await clock.advance(verdict.retryAfterMs - 1);
          assert.equal(limit.take('a').kind, 'wait');
          await clock.advance(2);
          assert.equal(limit.take('a').kind, 'pass');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never lets twice the limit through around the turn of a minute', async () => {
    const { clock, limit } = setUp({ perMinute: 60 });
    let passed = 0;
    await clock.advance(59_000);
    for (let count = 0; count < 60; count += 1) if (limit.take('a').kind === 'pass') passed += 1;
    await clock.advance(2_000);
    for (let count = 0; count < 60; count += 1) if (limit.take('a').kind === 'pass') passed += 1;
    assert.ok(passed <= 63, `${passed} passed within two seconds`);
  });

  it('remembers a bounded number of keys, and forgets the one unseen longest', () => {
    const { limit } = setUp({ perMinute: 1, maxKeys: 2 });
    assert.deepEqual(
      ['a', 'b', 'c', 'a'].map(key => limit.take(key).kind),
      ['pass', 'pass', 'pass', 'pass'],
    );
    assert.equal(limit.take('c').kind, 'wait');
  });

  it('is no limit at zero, and refuses what is less', () => {
    const { limit } = setUp({ perMinute: 0 });
    for (let count = 0; count < 1_000; count += 1) assert.equal(limit.take('a').kind, 'pass');
    assert.throws(() => setUp({ perMinute: -1 }), /perMinute must be 0 or more, got -1/);
  });
});
