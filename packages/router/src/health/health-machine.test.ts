import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAILURE_KINDS } from '@naru/language-model';
import { blamesProvider } from './blame.ts';
import { HEALTHY, type Health } from './health.ts';
import type { AdmissionTicket, HealthEvent, HealthStep } from './health-event.ts';
import { reduceHealth } from './health-machine.ts';
import { healthSettingsOf } from './health-settings.ts';
import { signalsAt } from './health-signals.ts';
import { NOTHING_COUNTED } from './statistics.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One provider's story, told by a clock that the test moves. */
function setUp({ cooldownMs = 15 * SECOND, breaks = false } = {}) {
  const settings = healthSettingsOf({ cooldownMs, breaker: { enabled: breaks } });
  let health: Health = HEALTHY;
  const changes: string[] = [];
  const apply = (event: HealthEvent): HealthStep => {
    const step = reduceHealth(health, event, settings);
    health = step.health;
    changes.push(...step.effects.map(({ from, to }) => `${from} -> ${to}`));
    return step;
  };
  const admit = (nowMs: number): AdmissionTicket => {
    const step = apply({ type: 'admitted', nowMs });
    assert.ok(step.ticket, 'it must be admitted');
    return step.ticket;
  };
  return {
    changes,
    admit,
    apply,
    succeed: (nowMs: number) => apply({ type: 'succeeded', nowMs, ...admit(nowMs) }),
    fail: (nowMs: number, retryAfterMs?: number) => apply({ type: 'failed', nowMs, ...admit(nowMs), retryAfterMs }),
    coolingAt: (nowMs: number) => signalsAt(health, NOTHING_COUNTED, nowMs, 0, settings).coolingLeftMs,
    get health() {
      return health;
    },
  };
}

describe('health machine, cooling (R-HLT-4)', () => {
  it('cools for 15 s after a failure', () => {
    const provider = setUp();
    provider.fail(0);
    assert.deepEqual([provider.coolingAt(0), provider.coolingAt(14_999), provider.coolingAt(15_000)], [15_000, 1, 0]);
    assert.deepEqual(provider.changes, ['closed -> cooling']);
  });

  it('ends at once with a success', () => {
    const provider = setUp();
    provider.fail(0);
    provider.succeed(2 * SECOND);
    assert.equal(provider.coolingAt(2 * SECOND), 0);
    assert.deepEqual(provider.changes, ['closed -> cooling', 'cooling -> closed']);
  });

  it('doubles at each relapse, up to 240 s', () => {
    const provider = setUp();
    const lengths: number[] = [];
    let nowMs = 0;
    for (let relapse = 0; relapse < 7; relapse += 1) {
      provider.fail(nowMs);
      lengths.push(provider.coolingAt(nowMs) / SECOND);
      nowMs += SECOND;
      provider.succeed(nowMs);
      nowMs += SECOND;
    }
    assert.deepEqual(lengths, [15, 30, 60, 120, 240, 240, 240]);
  });

  it('doubles for a relapse after a cooling that ran out, too', () => {
    const provider = setUp();
    provider.fail(0);
    provider.succeed(20 * SECOND);
    provider.fail(30 * SECOND);
    assert.equal(provider.coolingAt(30 * SECOND), 30 * SECOND);
  });

  it('does not grow by failures with no success between, whether it still cools or not', () => {
    const provider = setUp();
    provider.fail(0);
    provider.fail(5 * SECOND);
    assert.equal(provider.coolingAt(5 * SECOND), 15 * SECOND);
    provider.fail(25 * SECOND);
    assert.equal(provider.coolingAt(25 * SECOND), 15 * SECOND);
    assert.equal(provider.health.consecutiveFailures, 3);
  });

  it('forgets a relapse after 5 min without cooling', () => {
    const provider = setUp();
    provider.fail(0);
    provider.succeed(SECOND);
    provider.fail(SECOND + 5 * MINUTE);
    assert.equal(provider.coolingAt(SECOND + 5 * MINUTE), 15 * SECOND);
  });

  it('takes retry-after for a floor, and no longer than 10 min', () => {
    const asked = setUp();
    asked.fail(0, 60 * SECOND);
    assert.equal(asked.coolingAt(0), 60 * SECOND);
    const shorter = setUp();
    shorter.fail(0, 2 * SECOND);
    assert.equal(shorter.coolingAt(0), 15 * SECOND);
    const absurd = setUp();
    absurd.fail(0, 1e12);
    assert.equal(absurd.coolingAt(0), 10 * MINUTE);
  });

  it('keeps to what was asked for before when it fails again', () => {
    const provider = setUp();
    provider.fail(0, 60 * SECOND);
    provider.fail(5 * SECOND);
    assert.equal(provider.coolingAt(5 * SECOND), 55 * SECOND);
  });

  it('does not let one long retry-after make the next cooling longer than twice the usual', () => {
    const provider = setUp();
    provider.fail(0, 120 * SECOND);
    provider.succeed(121 * SECOND);
    provider.fail(122 * SECOND);
    assert.equal(provider.coolingAt(122 * SECOND), 30 * SECOND);
  });

  it('is off with a cooldown of 0, even where a wait was asked for', () => {
    const provider = setUp({ cooldownMs: 0 });
    provider.fail(0, 60 * SECOND);
    assert.equal(provider.coolingAt(0), 0);
    assert.deepEqual(provider.changes, []);
    assert.equal(provider.health.consecutiveFailures, 1);
  });

  it('leaves a cooldown longer than the cap as it was set', () => {
    const provider = setUp({ cooldownMs: 400 * SECOND });
    provider.fail(0);
    provider.succeed(1);
    provider.fail(2);
    assert.equal(provider.coolingAt(2), 400 * SECOND);
  });
});

describe('health machine, generations (R-HLT-5)', () => {
  it('ignores the late failure of a call that began before the cooling', () => {
    const provider = setUp();
    const late = provider.admit(0);
    provider.fail(0);
    const before = provider.health;
    provider.apply({ type: 'failed', nowMs: 10 * SECOND, ...late });
    assert.equal(provider.health, before);
  });

  it('ignores the late success of a call that began before the cooling', () => {
    const provider = setUp();
    const late = provider.admit(0);
    provider.fail(0);
    provider.apply({ type: 'succeeded', nowMs: SECOND, ...late });
    assert.equal(provider.coolingAt(SECOND), 14 * SECOND);
  });

  it('lets a success end a cooling that another failure has prolonged meanwhile', () => {
    const provider = setUp();
    provider.fail(0);
    const underWay = provider.admit(SECOND);
    provider.fail(2 * SECOND);
    provider.apply({ type: 'succeeded', nowMs: 3 * SECOND, ...underWay });
    assert.equal(provider.coolingAt(3 * SECOND), 0);
  });

  it('is untouched by an attempt that says nothing about the provider', () => {
    const provider = setUp();
    provider.fail(0);
    const before = provider.health;
    provider.apply({ type: 'abandoned', nowMs: SECOND, generation: before.generation });
    assert.equal(provider.health, before);
  });
});

describe('blamesProvider (R-HLT-3)', () => {
  it('spares what the caller did, what the caller stopped and what no provider could serve', () => {
    assert.deepEqual(FAILURE_KINDS.filter(kind => !blamesProvider(kind)).toSorted(), [
      'bad_request',
      'cancelled',
      'content_filter',
      'context_length',
    ]);
  });
});
