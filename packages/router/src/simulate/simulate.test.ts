import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aProvider } from '../testing/a-provider.ts';
import { routerSettings } from '../testing/router-settings.ts';
import type { Scenario, ScriptedProvider, SimulatedPolicy, Traffic } from './scenario.ts';
import { simulate } from './simulate.ts';

const PRICES = { inputMicrosPer1k: 100, outputMicrosPer1k: 400, cacheReadMicrosPer1k: 10 };

function scripted(alias: string, overrides: Partial<ScriptedProvider> = {}): ScriptedProvider {
  return {
    provider: aProvider({ alias, prices: PRICES }),
    behaviour: {
      firstToken: { kind: 'lognormal', p50Ms: 400, p95Ms: 1_200 },
      answer: { kind: 'constant', ms: 2_000 },
      errors: [],
    },
    ...overrides,
  };
}

interface Overrides extends Partial<Omit<Scenario, 'traffic'>> {
  readonly traffic?: Partial<Traffic>;
}

function aScenario({ traffic, ...overrides }: Overrides = {}): Scenario {
  return {
    seed: 1,
    durationMs: 300_000,
    providers: [scripted('primary'), scripted('fallback')],
    traffic: {
      phases: [{ fromMs: 0, perSecond: 5 }],
      arrivals: 'even',
      intents: [{ intent: 'GENERAL', weight: 1, highRisk: 0 }],
      turnsPerConversation: 0,
      inputTokens: 1_000,
      answerTokens: 500,
      judgedShare: 0,
      ...traffic,
    },
    ...overrides,
  };
}

function aPolicy(overrides: Partial<SimulatedPolicy['settings']> = {}): SimulatedPolicy {
  return { name: 'A', settings: routerSettings({ breaker: { syntheticProbes: true }, ...overrides }) };
}

const DOWN = [{ kind: 'server', share: 1, status: 503 }] as const;

describe('simulate (R-OPS-4)', () => {
  it('gives the same result for the same seed, to the last digit, and another one for another', () => {
    const errors = [{ kind: 'server', share: 0.2 }] as const;
    const behaviour = { ...scripted('primary').behaviour, errors };
    const scenario = aScenario({ providers: [scripted('primary', { behaviour }), scripted('fallback')] });
    const first = simulate(scenario, aPolicy());
    assert.equal(simulate(scenario, aPolicy()).hash, first.hash);
    assert.notEqual(simulate({ ...scenario, seed: 2 }, aPolicy()).hash, first.hash);
  });

  it('counts every request once, however it ends', () => {
    const behaviour = {
      ...scripted('primary').behaviour,
      errors: [{ kind: 'bad_request', share: 0.1 }] as const,
      interrupted: 0.1,
      stalled: 0.05,
    };
    const { metrics } = simulate(aScenario({ providers: [scripted('primary', { behaviour })] }), aPolicy());
    const [requests = 0, failed = 0, interrupted = 0] = ['requests', 'failed', 'interrupted'].map(name =>
      metrics.get(name),
    );
    assert.equal(requests, 1_499, 'five a second for five minutes, the first after 200 ms');
    assert.ok(failed > 50 && interrupted > 50, `${failed} failed, ${interrupted} interrupted`);
    const answered = requests - failed - interrupted;
    assert.ok(Math.abs((metrics.get('availability') ?? 0) - (answered / requests) * 100) < 1e-9);
  });

  it('pays for what was said and for nothing that a status refused', () => {
    const down = { ...scripted('primary').behaviour, errors: DOWN };
    const { metrics } = simulate(
      aScenario({ providers: [scripted('primary', { behaviour: down }), scripted('fallback')] }),
      aPolicy(),
    );
    const each = (1_000 * 100 + 500 * 400) / 1_000 / 1_000_000;
    assert.ok(Math.abs((metrics.get('cost') ?? 0) - 1_499 * each) < 1e-9);
  });

  it('tells how an outage was borne: attempts at the dead provider, and the time until it was back', () => {
    const phases = [{ fromMs: 60_000, untilMs: 120_000, errors: DOWN }];
    const { metrics } = simulate(
      aScenario({ providers: [scripted('primary', { phases }), scripted('fallback')] }),
      aPolicy(),
    );
    const attempts = metrics.get('outage_attempts_primary') ?? 0;
    assert.ok(attempts >= 1 && attempts <= 10, `${attempts} attempts`);
    const backSec = metrics.get('back_on_primary_sec') ?? Infinity;
    assert.ok(backSec > 0 && backSec <= 30, `back after ${backSec} s`);
    assert.equal(metrics.get('availability'), 100);
  });

  it('says so when a provider never comes back', () => {
    const phases = [{ fromMs: 60_000, untilMs: 299_999, errors: DOWN }];
    const { metrics } = simulate(
      aScenario({ providers: [scripted('primary', { phases }), scripted('fallback')] }),
      aPolicy(),
    );
    assert.equal(metrics.get('back_on_primary_sec'), Infinity);
    assert.equal(metrics.get('never_back.primary'), 1);
  });

  it('refuses beyond a quota, until the window is over', () => {
    const quota = { requests: 100, windowMs: 60_000 };
    const { metrics } = simulate(
      aScenario({ providers: [scripted('primary', { quota })] }),
      aPolicy({ cooldownMs: 0, breaker: { enabled: false } }),
    );
    assert.equal(metrics.get('attempts.primary'), 1_499);
    assert.equal(metrics.get('failed'), 1_499 - 5 * 100);
  });

  it('takes a change of prices as a reload', () => {
    const priceChanges = [{ atMs: 150_000, prices: { ...PRICES, outputMicrosPer1k: 4_000 } }];
    const providers = [scripted('primary', { priceChanges })];
    const [before = 0, after = 0] = [aScenario({ providers: [scripted('primary')] }), aScenario({ providers })].map(
      scenario => simulate(scenario, aPolicy()).metrics.get('cost'),
    );
    assert.ok(after > 3 * before && after < 5 * before, `${before} and ${after}`);
  });

  it('refuses what is beyond a hard ceiling, before anybody is asked', () => {
    const budgets = [{ period: 'hour', hardMicros: 30_000 }] as const;
    const { metrics } = simulate(aScenario(), aPolicy({ budgets, budgetDayOffsetMs: 0 }));
    assert.ok((metrics.get('refused') ?? 0) > 1_300);
    assert.equal(metrics.get('attempts'), 1_499 - (metrics.get('refused') ?? 0));
    assert.ok((metrics.get('cost') ?? 1) < 0.04, 'no more than the ceiling and what was held');
  });

  it('lets judged answers steer: the floor keeps an intent from who answers it badly', () => {
    const providers = [
      scripted('cheap', { quality: { REFUND: 0.2, DEFAULT: 0.9 } }),
      scripted('good', { quality: { DEFAULT: 0.9 } }),
    ];
    const intents = [
      { intent: 'REFUND', weight: 1, highRisk: 0 },
      { intent: 'SHIPPING', weight: 1, highRisk: 0 },
    ];
    const { metrics } = simulate(aScenario({ providers, traffic: { intents, judgedShare: 1 } }), aPolicy());
    assert.ok((metrics.get('quality') ?? 0) > 0.85, `quality ${metrics.get('quality')}`);
  });

  it('keeps series and figures one: the buckets add up', () => {
    const { metrics, series } = simulate(aScenario(), aPolicy());
    const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
    assert.equal(sum(series.requests), metrics.get('requests'));
    assert.equal(sum(series.answered) + sum(series.unserved), metrics.get('requests'));
    assert.equal(sum(series.attempts), metrics.get('attempts'));
    assert.equal(series.requests.length, 120);
  });

  it('refuses numbers that make no sense, and says which', () => {
    const twice = [
      { kind: 'server', share: 0.7 },
      { kind: 'network', share: 0.7 },
    ] as const;
    const behaviour = { ...scripted('primary').behaviour, errors: twice };
    assert.throws(
      () => simulate(aScenario({ providers: [scripted('primary', { behaviour })] }), aPolicy()),
      /primary.*1\.4/,
    );
    const phases = [{ fromMs: 10, untilMs: 5 }];
    assert.throws(() => simulate(aScenario({ providers: [scripted('primary', { phases })] }), aPolicy()), /end after/);
    const none = aScenario({ traffic: { intents: [] } });
    assert.throws(() => simulate(none, aPolicy()), /weight above 0/);
  });
});
