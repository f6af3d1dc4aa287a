import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { effectiveScore, streakPenalty } from './effective-score.ts';
import { DEFAULT_SCORE, healthSettingsOf } from './health-settings.ts';
import { nextAverageMs } from './latency-average.ts';
import { countsAt, EMPTY_WINDOW, recordCall } from './rolling-window.ts';
import { NOTHING_COUNTED, afterAttempt, afterTransition } from './statistics.ts';
import { NO_OUTCOMES, ratioOf, recordOutcome, samplesAt } from './success-ratio.ts';
import { trips } from './trip-rule.ts';

describe('the window of 30 s', () => {
  it('counts what a list of all calls would, at any rhythm', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 40_000 }), (calls, laterMs) => {
        let nowMs = 0;
        let window = EMPTY_WINDOW;
        const all = calls.map(([gapMs, failed]) => {
          nowMs += gapMs;
          window = recordCall(window, nowMs, failed);
          return { epoch: Math.floor(nowMs / 3_000), failed };
        });
        const epoch = Math.floor((nowMs + laterMs) / 3_000);
        const live = all.filter(call => call.epoch > epoch - 10);
        const failures = live.filter(({ failed }) => failed).length;
        assert.deepEqual(countsAt(window, nowMs + laterMs), { calls: live.length, failures });
        assert.ok(window.buckets.length <= 10);
      }),
    );
  });
});

describe('the trip rule', () => {
  for (const [streak, calls, failures, expected] of [
    [5, 1_000, 5, true],
    [4, 1_000, 5, false],
    [3, 14, 3, true],
    [3, 15, 3, false],
    [2, 4, 4, false],
    [1, 5, 3, true],
    [1, 6, 3, false],
    [4, 0, 0, false],
  ] as const) {
    it(`${expected ? 'opens' : 'does not open'} at ${streak} in a row, ${failures} of ${calls}`, () => {
      assert.equal(trips(streak, { calls, failures }), expected);
    });
  }
});

describe('the ratio of 300 s (R-HLT-1)', () => {
  it('is 1 before anything is known', () => {
    assert.equal(ratioOf(NO_OUTCOMES), 1);
  });

  it('weighs an outcome 300 s ago 1/e', () => {
    const ratio = recordOutcome(recordOutcome(NO_OUTCOMES, 0, false), 300_000, true);
    assert.ok(Math.abs(ratioOf(ratio) - 1 / (1 + 1 / Math.E)) < 1e-9);
  });

  it('counts the samples of the last 300 s, and none after as long without', () => {
    let ratio = NO_OUTCOMES;
    for (let time = 0; time < 20; time += 1) ratio = recordOutcome(ratio, time * 10_000, true);
    assert.equal(samplesAt(ratio, 200_000), 20);
    assert.equal(samplesAt(ratio, 310_000), 17);
    assert.equal(samplesAt(ratio, 500_000), 0);
  });
});

describe('the effective score (R-HLT-2)', () => {
  it('takes 0.1 off for each failure in a row, 0.5 at most, and is never below 0', () => {
    assert.equal(streakPenalty(3, DEFAULT_SCORE).toFixed(9), '0.300000000');
    assert.equal(streakPenalty(9, DEFAULT_SCORE), 0.5);
    assert.equal(effectiveScore(0.3, 0.5), 0);
    assert.equal(effectiveScore(1, 0.5), 0.5);
  });

  it('follows the settings', () => {
    const { score } = healthSettingsOf({ cooldownMs: 0, health: { streakPenaltyStep: 0.2, streakPenaltyMax: 0.3 } });
    assert.equal(streakPenalty(1, score), 0.2);
    assert.equal(streakPenalty(2, score), 0.3);
  });
});

describe('the averages', () => {
  it('take the first sample whole and move a tenth of the way after', () => {
    assert.equal(nextAverageMs(undefined, 100), 100);
    assert.equal(nextAverageMs(100, 200), 110);
  });

  it('rise by 30 % timeouts, which count with their deadline (trap 31)', () => {
    let counted = NOTHING_COUNTED;
    for (let time = 0; time < 100; time += 1) {
      const isLost = time % 10 < 3;
      const end = isLost
        ? ({ outcome: 'timeout_first_token', durationMs: 6_000 } as const)
        : ({ outcome: 'ok', durationMs: 2_000, firstTokenMs: 200 } as const);
      counted = afterAttempt(counted, end, time, 'sample');
    }
    assert.ok((counted.firstTokenMs ?? 0) > 1_000, `${counted.firstTokenMs}`);
    assert.ok((counted.latencyMs ?? 0) > 2_500, `${counted.latencyMs}`);
  });

  it('are not lowered by those who refuse quickly', () => {
    const slow = afterAttempt(NOTHING_COUNTED, { outcome: 'ok', durationMs: 4_000, firstTokenMs: 900 }, 0, 'sample');
    const { latencyMs, firstTokenMs } = afterAttempt(slow, { outcome: 'server', durationMs: 3 }, 1, 'sample');
    assert.deepEqual([latencyMs, firstTokenMs], [4_000, 900]);
  });
});

describe('statistics', () => {
  it('keep what was said of limits, also by an answer that says nothing else (R-HLT-1)', () => {
    const quota = { remainingRequests: 3, remainingTokens: 1_000 };
    const counted = afterAttempt(NOTHING_COUNTED, { outcome: 'cancelled', quota }, 5, 'sample');
    assert.deepEqual(counted.quota, { ...quota, atMs: 5 });
    const limited = afterAttempt(counted, { outcome: 'rate_limited', retryAfterMs: 9_000 }, 6, 'sample');
    assert.deepEqual(limited.throttled, { atMs: 6, retryAfterMs: 9_000 });
    assert.equal(limited.quota?.atMs, 5);
  });

  it('are untouched by 500 faults of callers (R-HLT-3, trap 17)', () => {
    let counted = afterAttempt(NOTHING_COUNTED, { outcome: 'ok', durationMs: 5 }, 0, 'sample');
    const before = counted;
    for (const outcome of ['bad_request', 'content_filter', 'context_length', 'cancelled'] as const) {
      for (let time = 0; time < 125; time += 1)
        counted = afterAttempt(counted, { outcome, durationMs: 1 }, time, 'sample');
    }
    assert.deepEqual(counted, before);
  });

  it('let no score speak while a circuit is open, and begin anew once it has closed', () => {
    let counted = NOTHING_COUNTED;
    for (let time = 0; time < 30; time += 1) counted = afterAttempt(counted, { outcome: 'server' }, time, 'sample');
    const open = afterTransition(counted, { type: 'state-changed', from: 'cooling', to: 'open' });
    assert.equal(samplesAt(open.ratio, 30), 0);
    assert.equal(ratioOf(open.ratio), 0);
    const probed = afterAttempt(open, { outcome: 'ok' }, 40, 'trial');
    assert.equal(samplesAt(probed.ratio, 40), 0);
    const closed = afterTransition(probed, { type: 'state-changed', from: 'half_open', to: 'ramping' });
    assert.equal(ratioOf(closed.ratio), 1);
  });
});

describe('health settings', () => {
  it('have the defaults of the specification', () => {
    const { score } = healthSettingsOf({ cooldownMs: 15_000 });
    assert.deepEqual(score, { routingEnabled: true, minSample: 20, streakPenaltyStep: 0.1, streakPenaltyMax: 0.5 });
  });

  for (const [wrong, name] of [
    [{ health: { minSample: 0 } }, 'health.minSample'],
    [{ health: { streakPenaltyStep: -0.1 } }, 'health.streakPenaltyStep'],
    [{ health: { streakPenaltyMax: 2 } }, 'health.streakPenaltyMax'],
    [{ breaker: { openMs: NaN } }, 'breaker.openMs'],
    [{ breaker: { openMs: 9_000, openMaxMs: 8_000 } }, 'breaker.openMaxMs'],
    [{ breaker: { quarantineMs: Infinity } }, 'breaker.quarantineMs'],
    [{ breaker: { probeSuccesses: 0 } }, 'breaker.probeSuccesses'],
    [{ breaker: { syntheticProbesPerDay: -1 } }, 'breaker.syntheticProbesPerDay'],
  ] as const) {
    it(`refuse ${JSON.stringify(wrong)} by name, with what was found`, () => {
      assert.throws(() => healthSettingsOf({ cooldownMs: 0, ...wrong }), {
        name: 'RangeError',
        message: new RegExp(`^${name} must be .+, got`),
      });
    });
  }
});
