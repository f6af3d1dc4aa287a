import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { HEALTHY, type Health } from './health.ts';
import type { AdmissionTicket, HealthEvent } from './health-event.ts';
import { healthAt, reduceHealth } from './health-machine.ts';
import { noticeOf } from './health-notice.ts';
import { healthSettingsOf } from './health-settings.ts';

/** A seed is one story of some dozens of events. `NARU_SEEDS=100000` runs the long form. */
const SEEDS = Number(process.env['NARU_SEEDS'] ?? 20_000);
const LEASE_MS = 11_000;
/** What relapses may have grown a cooling to, or a provider may have asked for. */
const LONGEST_WAIT_MS = 600_000;
const SETTINGS = healthSettingsOf({ cooldownMs: 15_000 });

/** Gaps from nothing to an hour: bursts, pauses, idle nights, a machine that slept. */
const GAPS_MS = [0, 1, 50, 900, 3_000, 6_000, 11_000, 16_000, 65_000, 301_000, 3_600_000];

/** One provider over many events; an attempt may end well or badly, late, twice, or never. */
function story(seed: number) {
  const random = seededRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  let health: Health = { ...HEALTHY, jitterSeed: seed };
  let nowMs = 0;
  const underWay: AdmissionTicket[] = [];

  function apply(event: HealthEvent): AdmissionTicket | undefined {
    const before = health;
    const current = healthAt(health, nowMs, SETTINGS);
    const step = reduceHealth(health, event, SETTINGS);
    health = step.health;
    assert.ok(health.generation >= before.generation, `seed ${seed}: generations only grow`);
    if ('generation' in event && event.generation !== current.generation) {
      assert.deepEqual(health, current, `seed ${seed}: what is of an older generation changes nothing`);
    }
    if (step.ticket && current.state.name === 'half_open' && event.type === 'admitted' && !event.bypass) {
      assert.ok(!current.state.lease, `seed ${seed}: a second probe was let in`);
    }
    return step.ticket;
  }

  function happen(): void {
    nowMs += pick(GAPS_MS) * random();
    const what = random();
    if (what < 0.5) {
      const yields = random() < 0.7;
      const ticket = apply({ type: 'admitted', nowMs, leaseMs: LEASE_MS, yields, bypass: random() < 0.05 });
      if (ticket) underWay.push(ticket);
      return;
    }
    const ticket = underWay[Math.floor(random() * underWay.length)];
    if (!ticket) return;
    // Some are said to end and are kept, so that they end again, and too late.
    if (random() < 0.8) underWay.splice(underWay.indexOf(ticket), 1);
    if (what < 0.55) return;
    if (what < 0.6) return void apply({ type: 'answering', nowMs, leaseMs: 120_000, ...ticket });
    if (what < 0.66) return void apply({ type: 'abandoned', nowMs, ...ticket });
    const recentTurns = random() < 0.5 ? 0 : 100;
    if (what < 0.82) return void apply({ type: 'succeeded', nowMs, recentTurns, ...ticket });
    if (what > 0.98)
      return void apply({ type: 'told', nowMs, notice: noticeOf(story(seed + 1_000_000 + underWay.length).health, 0) });
    const retryAfterMs = random() < 0.05 ? random() * 1e7 : undefined;
    apply({ type: 'failed', nowMs, ...ticket, throttled: random() < 0.2, retryAfterMs });
  }

  if (seed < 1_000_000) for (let count = 0; count < 60; count += 1) happen();
  return {
    get health() {
      return health;
    },
    get nowMs() {
      return nowMs;
    },
    wait: (ms: number) => void (nowMs += ms),
    admit: (yields: boolean) => apply({ type: 'admitted', nowMs, leaseMs: LEASE_MS, yields }),
    succeed: (ticket: AdmissionTicket) => void apply({ type: 'succeeded', nowMs, recentTurns: 0, ...ticket }),
  };
}

describe('a circuit is never stuck (R-HLT-5, R11, trap 26)', () => {
  it(`lets somebody try it within its longest wait and a lease, and is in full use after that, in ${SEEDS} stories`, () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const provider = story(seed);
      seen.add(provider.health.state.name);
      // What hangs now hangs for ever, the longest lease is that of an answer, and all is well from here on.
      const deadlineMs = provider.nowMs + 120_000 + LONGEST_WAIT_MS + LEASE_MS;
      let ticket = provider.admit(true);
      while (!ticket && provider.nowMs < deadlineMs) {
        provider.wait(1_000);
        ticket = provider.admit(true);
      }
      assert.ok(ticket, `seed ${seed}: nobody was let in; ${JSON.stringify(provider.health.state)}`);
      provider.succeed(ticket);
      for (let turn = 0; turn < 200 && provider.health.state.name !== 'closed'; turn += 1) {
        provider.wait(1_000);
        const next = provider.admit(true);
        if (next) provider.succeed(next);
      }
      assert.equal(provider.health.state.name, 'closed', `seed ${seed}`);
    }
    assert.deepEqual([...seen].toSorted(), ['closed', 'cooling', 'half_open', 'open', 'ramping']);
  });
});
