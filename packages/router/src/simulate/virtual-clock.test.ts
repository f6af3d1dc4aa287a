import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { VirtualClock } from './virtual-clock.ts';

describe('VirtualClock', () => {
  it('runs tasks in the order of their time, those of one instant as they were planned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3_000 }), times => {
        const clock = new VirtualClock();
        const ran: (readonly [number, number])[] = [];
        for (const [order, atMs] of times.entries()) {
          clock.plan(atMs, { run: () => void ran.push([clock.now(), order]) });
        }
        clock.runUntil(100);
        const expected = times
          .map((atMs, order) => [atMs, order] as const)
          .toSorted(([one, first], [other, second]) => one - other || first - second);
        assert.deepEqual(ran, expected);
      }),
    );
  });

  it('runs what is planned meanwhile, and leaves what is later', () => {
    const clock = new VirtualClock();
    const ran: number[] = [];
    const again = (): void => {
      ran.push(clock.monotonicMs());
      clock.schedule(10, again);
    };
    clock.schedule(10, again);
    clock.runUntil(35);
    assert.deepEqual(ran, [10, 20, 30]);
    assert.equal(clock.now(), 35);
  });

  it('does not ring what was cancelled', () => {
    const clock = new VirtualClock();
    let rang = false;
    clock.schedule(5, () => (rang = true)).cancel();
    clock.runUntil(10);
    assert.equal(rang, false);
  });
});
