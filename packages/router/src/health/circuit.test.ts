import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HEALTHY, type Health } from './health.ts';
import type { AdmissionTicket, HealthEvent, HealthStep } from './health-event.ts';
import { healthAt, reduceHealth } from './health-machine.ts';
import { healthSettingsOf } from './health-settings.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const QUIET = 0;
const BUSY = 30;

/** One provider's story with cooling switched off, so that only its circuit acts. */
function setUp({ cooldownMs = 0, recentTurns = QUIET } = {}) {
  const settings = healthSettingsOf({ cooldownMs });
  let health: Health = HEALTHY;
  const changes: string[] = [];
  const apply = (event: HealthEvent): HealthStep => {
    const step = reduceHealth(health, event, settings);
    health = step.health;
    changes.push(...step.effects.map(({ from, to }) => `${from} -> ${to}`));
    return step;
  };
  const tryAdmit = (nowMs: number, more: object = {}) => apply({ type: 'admitted', nowMs, ...more }).ticket;
  const admit = (nowMs: number, more: object = {}): AdmissionTicket => {
    const ticket = tryAdmit(nowMs, more);
    assert.ok(ticket, `it must be admitted at ${nowMs}, ${JSON.stringify(health.state)}`);
    return ticket;
  };
  const provider = {
    changes,
    apply,
    admit,
    tryAdmit,
    succeed: (nowMs: number) => apply({ type: 'succeeded', nowMs, recentTurns, ...admit(nowMs) }),
    fail: (nowMs: number, more: object = {}) => apply({ type: 'failed', nowMs, ...admit(nowMs), ...more }),
    open: (nowMs = 0) => {
      for (let time = 0; time < 3; time += 1) provider.fail(nowMs);
      return provider.openUntil();
    },
    openUntil(): number {
      assert.equal(health.state.name, 'open');
      return health.state.name === 'open' ? health.state.untilMs : 0;
    },
    nameAt: (nowMs: number) => healthAt(health, nowMs, settings).state.name,
    get health() {
      return health;
    },
  };
  return provider;
}

describe('a circuit of long answers', () => {
  it('counts them when they begin: their failures alone would open it', () => {
    const provider = setUp();
    for (let time = 0; time < 20; time += 1) {
      const ticket = provider.admit(time);
      provider.apply({ type: 'answering', nowMs: time, leaseMs: MINUTE, ...ticket });
      if (time % 7 === 0) provider.fail(time);
    }
    assert.equal(provider.health.state.name, 'closed');
  });

  it('counts none of them twice', () => {
    const provider = setUp();
    const ticket = provider.admit(0);
    provider.apply({ type: 'answering', nowMs: 0, leaseMs: MINUTE, ...ticket });
    provider.apply({ type: 'succeeded', nowMs: SECOND, wasAnswering: true, ...ticket });
    assert.deepEqual(
      provider.health.window.buckets.map(({ calls, failures }) => [calls, failures]),
      [[1, 0]],
    );
  });

  it('opens when they begin well and break', () => {
    const provider = setUp();
    for (let time = 0; time < 5; time += 1) {
      const tickets = Array.from({ length: 3 }, () => provider.admit(time));
      for (const ticket of tickets) provider.apply({ type: 'answering', nowMs: time, leaseMs: MINUTE, ...ticket });
      for (const ticket of tickets) provider.apply({ type: 'failed', nowMs: time, ...ticket });
      if (provider.health.state.name === 'open') break;
    }
    assert.equal(provider.health.state.name, 'open');
  });
});

describe('a circuit opens', () => {
  it('after three failures in a row where less than four fifths went well', () => {
    const provider = setUp();
    provider.fail(0);
    provider.fail(1);
    assert.equal(provider.health.state.name, 'closed');
    provider.fail(2);
    assert.equal(provider.health.state.name, 'open');
  });

  it('after three failures in a row however far apart, so that little traffic is enough', () => {
    const provider = setUp();
    for (let time = 0; time < 3; time += 1) provider.fail(time * 20 * MINUTE);
    assert.equal(provider.health.state.name, 'open');
  });

  it('after five failures in a row whatever was before, and not after four', () => {
    const provider = setUp();
    for (let time = 0; time < 100; time += 1) provider.succeed(0);
    for (let time = 0; time < 4; time += 1) provider.fail(1);
    assert.equal(provider.health.state.name, 'closed');
    provider.fail(1);
    assert.equal(provider.health.state.name, 'open');
  });

  it('when more than half of five calls in 30 s failed, and not for what is longer ago', () => {
    const provider = setUp();
    for (const outcome of ['fail', 'succeed', 'fail', 'succeed'] as const) provider[outcome](0);
    provider.fail(31 * SECOND);
    assert.equal(provider.health.state.name, 'closed', 'an idle gap clears the window');
    for (const outcome of ['succeed', 'fail', 'succeed'] as const) provider[outcome](32 * SECOND);
    provider.fail(32 * SECOND);
    assert.equal(provider.health.state.name, 'open');
  });

  it('for throttling by the share only', () => {
    const provider = setUp();
    for (let time = 0; time < 4; time += 1) provider.fail(0, { throttled: true });
    assert.equal(provider.health.state.name, 'closed');
    provider.fail(0, { throttled: true });
    assert.equal(provider.health.state.name, 'open');
  });

  it('never for what says nothing about the provider', () => {
    const provider = setUp();
    for (let time = 0; time < 500; time += 1) {
      provider.apply({ type: 'abandoned', nowMs: time, ...provider.admit(time) });
    }
    assert.equal(provider.health, HEALTHY);
  });

  it('not at all where it is switched off, and dials one that was open before', () => {
    const on = setUp();
    on.open();
    const settings = healthSettingsOf({ cooldownMs: 0, breaker: { enabled: false } });
    assert.ok(reduceHealth(on.health, { type: 'admitted', nowMs: 1 }, settings).ticket);
    let health = HEALTHY;
    for (let time = 0; time < 20; time += 1) {
      health = reduceHealth(health, { type: 'failed', nowMs: 0, generation: 0 }, settings).health;
    }
    assert.equal(health.state.name, 'closed');
  });
});

describe('an open circuit', () => {
  it('is not dialled for about 5 s, then by one probe at a time', () => {
    const provider = setUp();
    const untilMs = provider.open();
    assert.ok(untilMs >= 4_250 && untilMs <= 5_750, `open for ${untilMs} ms`);
    assert.equal(provider.tryAdmit(untilMs - 1), undefined);
    provider.admit(untilMs);
    assert.equal(provider.tryAdmit(untilMs), undefined);
    assert.deepEqual(provider.changes, ['closed -> open', 'open -> half_open']);
  });

  it('stays so for longer each time, up to 20 s, and forgets one time for each minute closed', () => {
    const provider = setUp();
    const lengths = [provider.open()];
    for (let time = 0; time < 5; time += 1) {
      const beganMs = provider.openUntil();
      provider.fail(beganMs);
      lengths.push(provider.openUntil() - beganMs);
    }
    const expected = [5_000, 8_000, 12_800, 20_000, 20_000, 20_000];
    lengths.forEach((lengthMs, index) => {
      const ratio = lengthMs / (expected[index] ?? 0);
      assert.ok(ratio >= 0.85 && ratio <= 1.15, `${lengths.join()}`);
    });
    const closedMs = provider.openUntil();
    provider.succeed(closedMs);
    provider.succeed(closedMs);
    assert.equal(provider.health.openings.count, 6);
    provider.open(closedMs + 5 * MINUTE);
    assert.equal(provider.health.openings.count, 2);
  });

  it('waits as long as the provider asked for, and no longer than 10 min', () => {
    const provider = setUp();
    provider.fail(0);
    provider.fail(0);
    provider.fail(0, { retryAfterMs: 60 * SECOND });
    assert.equal(provider.openUntil(), 60 * SECOND);
    provider.fail(60 * SECOND, { retryAfterMs: 1e12 });
    assert.equal(provider.openUntil(), 11 * MINUTE);
  });

  it('spreads its time over instances', () => {
    const settings = healthSettingsOf({ cooldownMs: 0 });
    const lengths = Array.from({ length: 200 }, (_, jitterSeed) => {
      let health: Health = { ...HEALTHY, jitterSeed };
      for (let time = 0; time < 3; time += 1) {
        health = reduceHealth(health, { type: 'failed', nowMs: 0, generation: 0 }, settings).health;
      }
      return health.state.name === 'open' ? health.state.untilMs : 0;
    });
    assert.ok(Math.min(...lengths) < 4_350 && Math.min(...lengths) >= 4_250);
    assert.ok(Math.max(...lengths) > 5_650 && Math.max(...lengths) <= 5_750);
  });

  it('is kept apart for 60 s and must show four successes once it has fallen three times in 10 min', () => {
    const provider = setUp();
    let nowMs = 0;
    for (let time = 0; time < 2; time += 1) {
      nowMs = provider.open(nowMs);
      provider.succeed(nowMs);
      provider.succeed(nowMs);
    }
    assert.equal(provider.open(nowMs) - nowMs, MINUTE);
    nowMs += MINUTE;
    for (let time = 0; time < 3; time += 1) provider.succeed(nowMs);
    assert.equal(provider.health.state.name, 'half_open');
    provider.succeed(nowMs);
    assert.equal(provider.health.state.name, 'closed');
    assert.ok(provider.open(nowMs + 11 * MINUTE) - nowMs - 11 * MINUTE < 20 * SECOND, 'forgotten after 10 min');
  });

  it('lasts no less than the cooling that relapses have grown', () => {
    const provider = setUp({ cooldownMs: 15 * SECOND });
    provider.fail(0);
    provider.succeed(SECOND);
    provider.fail(2 * SECOND);
    provider.fail(2 * SECOND);
    provider.fail(2 * SECOND);
    assert.equal(provider.openUntil(), 32 * SECOND);
  });

  it('lets an operator through who forces it, and is probed the less if that went well', () => {
    const provider = setUp();
    provider.open();
    const ticket = provider.admit(1, { bypass: true });
    provider.apply({ type: 'succeeded', nowMs: 2, ...ticket });
    assert.equal(provider.health.state.name, 'half_open');
    provider.apply({ type: 'succeeded', nowMs: 3, recentTurns: QUIET, ...provider.admit(2) });
    assert.equal(provider.health.state.name, 'closed');
  });

  it('is not open for longer by a forced attempt that fails', () => {
    const provider = setUp();
    const untilMs = provider.open();
    provider.apply({ type: 'failed', nowMs: 2, ...provider.admit(1, { bypass: true }) });
    assert.equal(provider.openUntil(), untilMs);
  });
});

describe('a probe', () => {
  function halfOpen(recentTurns = QUIET) {
    const provider = setUp({ recentTurns });
    return { provider, nowMs: provider.open() };
  }

  it('that fails opens the circuit again, without a second chance', () => {
    const { provider, nowMs } = halfOpen();
    provider.succeed(nowMs);
    provider.fail(nowMs + 1);
    assert.equal(provider.nameAt(nowMs + 2), 'open');
  });

  it('that says nothing gives its place back without a verdict', () => {
    const { provider, nowMs } = halfOpen();
    provider.apply({ type: 'abandoned', nowMs, ...provider.admit(nowMs) });
    assert.equal(provider.health.state.name, 'half_open');
    provider.admit(nowMs);
  });

  it('that never ends has failed when its lease is over, and comes too late afterwards', () => {
    const { provider, nowMs } = halfOpen();
    const hung = provider.admit(nowMs, { leaseMs: 11 * SECOND });
    assert.equal(provider.tryAdmit(nowMs + 11 * SECOND - 1), undefined);
    assert.equal(provider.nameAt(nowMs + 11 * SECOND), 'open');
    const nextMs = nowMs + 11 * SECOND + 10 * SECOND;
    const probe = provider.admit(nextMs);
    const before = provider.health;
    for (const type of ['succeeded', 'failed', 'abandoned'] as const) provider.apply({ type, nowMs: nextMs, ...hung });
    assert.equal(provider.health, before, 'nothing of an older generation counts (R-HLT-5)');
    assert.notEqual(probe.generation, hung.generation);
  });

  it('that has begun to answer has the time of an answer', () => {
    const { provider, nowMs } = halfOpen();
    const ticket = provider.admit(nowMs, { leaseMs: 11 * SECOND });
    provider.apply({ type: 'answering', nowMs: nowMs + SECOND, leaseMs: 2 * MINUTE, ...ticket });
    assert.equal(provider.nameAt(nowMs + MINUTE), 'half_open');
    assert.equal(provider.nameAt(nowMs + SECOND + 2 * MINUTE), 'open');
  });

  it('is for the instance that holds the lease of all', () => {
    const { provider, nowMs } = halfOpen();
    assert.equal(provider.tryAdmit(nowMs, { mayProbe: false }), undefined);
    provider.admit(nowMs, { mayProbe: true });
  });

  it('closes the circuit at once where there is little traffic', () => {
    const { provider, nowMs } = halfOpen();
    provider.succeed(nowMs);
    provider.succeed(nowMs);
    assert.deepEqual(provider.changes.slice(-2), ['open -> half_open', 'half_open -> closed']);
  });

  it('leads to a quarter, a half and all of the traffic where there is more', () => {
    const { provider, nowMs } = halfOpen(BUSY);
    const shares: number[] = [];
    for (let time = 0; time < 2; time += 1) provider.succeed(nowMs);
    for (let time = 0; time < 11; time += 1) {
      const { state } = provider.health;
      shares.push(state.name === 'ramping' ? state.share : 1);
      provider.succeed(nowMs);
    }
    assert.deepEqual(shares, [0.25, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.5, 0.5, 1]);
    assert.equal(provider.health.state.name, 'closed');
  });

  it('does not save a provider that fails while it ramps: one failure opens it', () => {
    const { provider, nowMs } = halfOpen(BUSY);
    for (let time = 0; time < 3; time += 1) provider.succeed(nowMs);
    provider.fail(nowMs);
    assert.equal(provider.health.state.name, 'open');
    assert.equal(provider.health.openings.flipsAtMs.length, 1, 'it was not in use, so this is no new fall');
  });
});

describe('a cooling that is over', () => {
  it('gives its place to one turn at a time, which others with another provider wait for elsewhere', () => {
    const provider = setUp({ cooldownMs: 15 * SECOND });
    provider.fail(0);
    const trial = provider.admit(15 * SECOND, { yields: true });
    assert.equal(provider.tryAdmit(15 * SECOND, { yields: true }), undefined);
    provider.admit(15 * SECOND, { yields: false });
    provider.apply({ type: 'abandoned', nowMs: 16 * SECOND, ...trial });
    provider.admit(16 * SECOND, { yields: true });
  });

  it('trusts the provider wholly once it has spoken again ten times, one silent attempt at a time', () => {
    const provider = setUp({ cooldownMs: 15 * SECOND });
    const nowMs = 15 * SECOND;
    provider.fail(0);
    provider.succeed(nowMs);
    assert.equal(provider.health.state.name, 'closed');
    for (let time = 0; time < 10; time += 1) {
      const ticket = provider.admit(nowMs, { yields: true });
      assert.equal(provider.tryAdmit(nowMs, { yields: true }), undefined, 'somebody waits for its first word');
      provider.apply({ type: 'answering', nowMs, leaseMs: MINUTE, ...ticket });
      const other = provider.admit(nowMs, { yields: true });
      provider.apply({ type: 'abandoned', nowMs, ...other });
      provider.apply({ type: 'succeeded', nowMs, wasAnswering: true, ...ticket });
    }
    for (let time = 0; time < 5; time += 1) provider.admit(nowMs, { yields: true });
  });
});
