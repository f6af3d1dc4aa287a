import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { AttemptTimers, type AttemptLimits } from './attempt-timers.ts';

function setUp(limits: Partial<AttemptLimits> = {}) {
  const clock = new FakeClock();
  const expired: string[] = [];
  const timers = new AttemptTimers(
    clock,
    {
      firstTokenMs: 6_000,
      idleMs: 20_000,
      totalMs: 120_000,
      turnWaitMs: 30_000,
      dripGraceMs: 10_000,
      minCharsPerSecond: 0,
      ...limits,
    },
    expiry => expired.push(`${expiry} at ${clock.monotonicMs()}`),
  );
  const receive = (chars: number): void => {
    timers.arrived();
    timers.content(chars);
    timers.waiting();
  };
  const commit = (chars: number): void => {
    receive(chars);
    timers.committed(chars);
  };
  timers.waiting();
  return { clock, timers, expired, receive, commit };
}

describe('AttemptTimers (R-FO-2)', () => {
  it('ends the wait for the first token', async () => {
    const { clock, expired } = setUp();
    await clock.advance(60_000);
    assert.deepEqual(expired, ['timeout_first_token at 6000']);
    assert.equal(clock.pending, 0);
  });

  it('does not take a batch without content for a first token', async () => {
    const { clock, timers, expired } = setUp();
    for (let beat = 0; beat < 5; beat += 1) {
      await clock.advance(1_000);
      timers.arrived();
      timers.waiting();
    }
    await clock.advance(2_000);
    assert.deepEqual(expired, ['timeout_first_token at 6000']);
  });

  it('ends an answer that falls silent, measured from its last content', async () => {
    const { clock, expired, receive } = setUp({ turnWaitMs: Infinity });
    for (let part = 0; part < 4; part += 1) {
      await clock.advance(5_000);
      receive(10);
    }
    await clock.advance(60_000);
    assert.deepEqual(expired, ['timeout_idle at 40000']);
  });

  it('notices an idle limit that is shorter than what the first token had left', async () => {
    const { clock, expired, receive } = setUp({ idleMs: 500 });
    await clock.advance(1_000);
    receive(10);
    await clock.advance(5_000);
    assert.deepEqual(expired, ['timeout_idle at 1500']);
  });

  it('does not hold a slow reader against the provider', async () => {
    const { clock, timers, expired, receive } = setUp({ idleMs: 1_000, turnWaitMs: Infinity });
    receive(10);
    timers.arrived();
    await clock.advance(60_000);
    timers.waiting();
    await clock.advance(900);
    assert.deepEqual(expired, []);
    await clock.advance(100);
    assert.deepEqual(expired, ['timeout_idle at 61000']);
  });

  it('ends an answer that comes too slowly once the grace is over', async () => {
    const { clock, expired, receive, commit } = setUp({ minCharsPerSecond: 5, dripGraceMs: 10_000 });
    commit(1);
    for (let second = 0; second < 20 && expired.length === 0; second += 1) {
      receive(1);
      await clock.advance(1_000);
    }
    assert.deepEqual(expired, ['timeout_idle at 10000']);
  });

  it('notices a drip that begins after a quick start', async () => {
    const { clock, expired, receive, commit } = setUp({ minCharsPerSecond: 5, turnWaitMs: Infinity });
    commit(100);
    for (let second = 0; second < 60 && expired.length === 0; second += 1) {
      await clock.advance(1_000);
      receive(1);
    }
    assert.deepEqual(expired, ['timeout_idle at 24800']);
  });

  it('lets an answer go on that comes a little faster than it must', async () => {
    const { clock, expired, receive, commit } = setUp({ minCharsPerSecond: 5, turnWaitMs: Infinity });
    commit(6);
    for (let second = 0; second < 60; second += 1) {
      receive(6);
      await clock.advance(1_000);
    }
    assert.deepEqual(expired, []);
  });

  it('asks no pace of what is said while thinking', async () => {
    const { clock, expired, receive } = setUp({ minCharsPerSecond: 5, turnWaitMs: Infinity });
    receive(1);
    await clock.advance(19_000);
    assert.deepEqual(expired, []);
  });

  it('gives no credit for what was said while thinking', async () => {
    const { clock, expired, receive, commit } = setUp({ minCharsPerSecond: 5, turnWaitMs: Infinity });
    receive(5_000);
    commit(1);
    await clock.advance(19_000);
    assert.deepEqual(expired, ['timeout_idle at 10000']);
  });

  it('notices a pace that is due before anything else was', async () => {
    const { clock, expired, commit } = setUp({ minCharsPerSecond: 5, dripGraceMs: 2_000 });
    await clock.advance(1_000);
    commit(1);
    await clock.advance(2_000);
    assert.deepEqual(expired, ['timeout_idle at 3000']);
  });

  it('ends everything after the total, also an answer that nobody reads', async () => {
    const { clock, timers, expired, receive } = setUp({ turnWaitMs: Infinity });
    receive(10);
    timers.arrived();
    await clock.advance(200_000);
    assert.deepEqual(expired, ['timeout_total at 120000']);
  });

  it("ends the wait when the turn's own time is spent, but not after the commit point", async () => {
    const before = setUp({ turnWaitMs: 2_000 });
    await before.clock.advance(10_000);
    assert.deepEqual(before.expired, ['turn_wait_spent at 2000']);
    const after = setUp({ turnWaitMs: 2_000 });
    after.commit(5);
    await after.clock.advance(10_000);
    assert.deepEqual(after.expired, []);
  });

  it('makes no timer for a batch', async () => {
    const { clock, receive, timers } = setUp();
    let made = 0;
    const schedule = clock.schedule.bind(clock);
    clock.schedule = (ms, callback) => {
      made += 1;
      return schedule(ms, callback);
    };
    for (let batch = 0; batch < 1_000; batch += 1) receive(3);
    assert.ok(made <= 1, `${made} timers were made`);
    timers.stop();
    assert.equal(clock.pending, 0);
  });
});
