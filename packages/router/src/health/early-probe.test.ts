import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthSettingsOf } from './health-settings.ts';
import { HEALTHY, type Health } from './health.ts';
import type { HealthEvent, HealthStep } from './health-event.ts';
import { reduceHealth } from './health-machine.ts';
import { probeDueAtMs } from './probe-due.ts';
import { signalsAt } from './health-signals.ts';
import { NOTHING_COUNTED } from './statistics.ts';

const SECOND = 1_000;
const SETTINGS = healthSettingsOf({ cooldownMs: 15 * SECOND });

/** A provider that has answered so many times, once a second, before anything happens. */
function setUp(answers: number) {
  let health: Health = HEALTHY;
  const apply = (event: HealthEvent): HealthStep => {
    const step = reduceHealth(health, event, SETTINGS);
    health = step.health;
    return step;
  };
  const end = (nowMs: number, outcome: Partial<HealthEvent> & { type: 'succeeded' | 'failed' }, isProbe = false) => {
    const ticket = apply({ type: 'admitted', nowMs, isProbe }).ticket ?? { generation: -1, lease: undefined };
    apply({ nowMs, ...ticket, ...outcome } as HealthEvent);
  };
  for (let index = 0; index < answers; index += 1) end(index * SECOND, { type: 'succeeded' });
  const now = answers * SECOND;
  return {
    now,
    end,
    apply,
    dueInMs: (nowMs: number) => (probeDueAtMs(health) ?? Infinity) - nowMs,
    coolsAt: (nowMs: number) => signalsAt(health, NOTHING_COUNTED, nowMs, 0, SETTINGS).coolingLeftMs > 0,
    state: () => health.state.name,
  };
}

describe('a probe while a provider cools (R-HLT-4)', () => {
  it('is due at once at one that has answered steadily, and its success ends the cooling', () => {
    const { now, end, dueInMs, state, coolsAt } = setUp(50);
    end(now, { type: 'failed' });
    assert.equal(dueInMs(now), 0);
    assert.ok(coolsAt(now + SECOND), 'until then it goes last');
    end(now + SECOND, { type: 'succeeded' }, true);
    assert.equal(state(), 'closed');
  });

  it('is due at the end at one that nobody knows yet', () => {
    const { now, end, dueInMs } = setUp(3);
    end(now, { type: 'failed' });
    assert.equal(dueInMs(now), 15 * SECOND);
  });

  it('is not sent before a provider wants to be asked again, nor soon after it said that it is asked too much', () => {
    const asked = setUp(50);
    asked.end(asked.now, { type: 'failed', retryAfterMs: 8 * SECOND });
    assert.equal(asked.dueInMs(asked.now), 8 * SECOND);
    const throttled = setUp(50);
    throttled.end(throttled.now, { type: 'failed', throttled: true });
    assert.equal(throttled.dueInMs(throttled.now), 15 * SECOND);
  });

  it('is due soon twice in a row, and then at the end of the cooling', () => {
    const { now, end, dueInMs } = setUp(50);
    end(now, { type: 'failed' });
    end(now + SECOND, { type: 'failed' }, true);
    assert.equal(dueInMs(now + SECOND), 0);
    end(now + 6 * SECOND, { type: 'failed' }, true);
    assert.equal(dueInMs(now + 6 * SECOND), 15 * SECOND);
  });

  it('is not due soon where others wait too long as well: they are as good as failed', () => {
    const { now, end, dueInMs } = setUp(50);
    end(now, { type: 'failed', timedOut: true, overdue: 10 });
    assert.equal(dueInMs(now), 15 * SECOND);
  });

  it('comes just before the end of a cooling that relapses have made longer, and turns wait for what it says', () => {
    const { now, end, apply, dueInMs, coolsAt } = setUp(0);
    end(now, { type: 'failed' });
    end(now + 16 * SECOND, { type: 'succeeded' });
    const relapseMs = now + 17 * SECOND;
    end(relapseMs, { type: 'failed' });
    const untilMs = relapseMs + 30 * SECOND;
    assert.equal(dueInMs(untilMs), -1_500);
    const { ticket } = apply({ type: 'admitted', nowMs: untilMs - 500, isProbe: true, leaseMs: 11 * SECOND });
    assert.ok(ticket?.lease !== undefined);
    assert.ok(coolsAt(untilMs + 5 * SECOND), 'the probe has said nothing yet');
    assert.equal(coolsAt(untilMs + 11 * SECOND), false, 'a probe that is lost keeps nobody away');
  });
});
