import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configureRouting } from '@naru/router';
import { redactConfig } from './redact-config.ts';
import { load, loadWithWarnings, mistakesOf } from './testing/load.ts';
import { toRouterSettings } from './to-router-settings.ts';

const TWO = 'providers: [{alias: a, protocol: toy}, {alias: b, protocol: toy}]\n';

describe('what steers', () => {
  it('has the defaults of the router itself, so that saying nothing and saying the default are the same', () => {
    const { providers, settings } = toRouterSettings(load());
    const { policies, tenants, tiers, blocklist, cooldownMs } = settings;
    const said = configureRouting(providers, settings);
    const unsaid = configureRouting(providers, { policies, tenants, tiers, blocklist, cooldownMs });
    assert.deepEqual(said, unsaid);
  });

  it('comes from the environment under the names of the specification', () => {
    const { routing } = load(
      {
        QS_LLM_HEALTH_ROUTING_ENABLED: 'off',
        QS_LLM_HEALTH_MIN_SAMPLE: '5',
        QS_LLM_HEALTH_STREAK_PENALTY_STEP: '0.2',
        QS_LLM_HEALTH_STREAK_PENALTY_MAX: '0.6',
        QS_LLM_COST_STEERING_ENABLED: 'yes',
        QS_LLM_LOW_COST_PROVIDER: 'b',
        QS_LLM_PROVIDER_BY_INTENT_JSON: '{"refund": "a", "__proto__": "b"}',
      },
      TWO,
    );
    assert.deepEqual(routing.health, {
      routingEnabled: false,
      minSample: 5,
      streakPenaltyStep: 0.2,
      streakPenaltyMax: 0.6,
    });
    assert.deepEqual(routing.cost, { steering: true, lowCostProvider: 'b' });
    assert.equal(routing.intents?.['REFUND'], 'a');
  });

  it('comes from the file in seconds and currency, and reaches the router in milliseconds and micro-units', () => {
    const { routing } = load(
      {},
      `${TWO}routing:
  quality: {cutline: 0.7, min_samples: 3, decay_days: 2, weights: {groundedness: 1, actionability: 0, resolution: 0}}
  sticky: {enabled: on, switch_cost: 0.3}
  canary: {provider: b, share: 0.1, high_risk_intents: [refund], abort: {max_latency_factor: 2}}
  breaker: {open_sec: 1, open_max_sec: 2, quarantine_sec: 3, synthetic_probes: no}
  budgets:
    - {tenant: "*", period: day, soft: 1.5, hard: 2}
    - {assistant: support, period: hour, hard: 0.25}
  budget_day_offset_hours: 0
`,
    );
    assert.deepEqual(routing.quality, {
      cutline: 0.7,
      minSamples: 3,
      decayDays: 2,
      weights: { groundedness: 1, actionability: 0, resolution: 0 },
    });
    assert.deepEqual(routing.stickiness, { enabled: true, switchCost: 0.3 });
    assert.deepEqual(routing.canary, {
      provider: 'b',
      enabled: true,
      share: 0.1,
      highRiskIntents: ['refund'],
      abort: { minSamples: 50, maxExtraErrorRatio: 0.05, maxLatencyFactor: 2 },
    });
    const { openMs, openMaxMs, quarantineMs, syntheticProbes } = routing.breaker ?? {};
    assert.deepEqual([openMs, openMaxMs, quarantineMs, syntheticProbes], [1_000, 2_000, 3_000, false]);
    assert.deepEqual(routing.budgets, [
      { tenant: '*', period: 'day', softMicros: 1_500_000, hardMicros: 2_000_000 },
      { assistant: 'support', period: 'hour', hardMicros: 250_000 },
    ]);
    assert.equal(routing.budgetDayOffsetMs, 0);
  });

  it('is refused at its place where the router would refuse it, before anything is built (R-CFG-2)', () => {
    const mistakes = mistakesOf(
      { QS_LLM_HEALTH_MIN_SAMPLE: '0', QS_LLM_PROVIDER_BY_INTENT_JSON: '{"x y": "a"}' },
      `routing:
  quality: {cutline: 2, weights: {groundedness: 0, actionability: 0, resolution: 0}}
  breaker: {open_sec: 30, open_max_sec: 20}
  canary: {provider: primary}
  budgets: [{period: week, hard: 1}, {period: day}, {period: hour, tenant: "A B", hard: -1}]
`,
    );
    for (const [where, told] of [
      ['QS_LLM_HEALTH_MIN_SAMPLE', /0 \| a whole number from 1/],
      ['routing.quality.cutline', /2 \| a number from 0 to 1/],
      ['routing.quality.weights', /one of them above 0/],
      ['routing.breaker.open_max_sec', /20 \| open_sec or more/],
      ['routing.canary.share', /nothing \| a number from 0 to 1/],
      ['routing.budgets[0].period', /"week" \| one of hour, day/],
      ['routing.budgets[1]', /soft, hard or both/],
      ['routing.budgets[2].tenant', /or \*/],
      ['routing.budgets[2].hard', /-1 \|/],
    ] as const) {
      assert.match(mistakes.get(where) ?? `nothing at ${where} in ${[...mistakes.keys()].join()}`, told);
    }
    assert.ok([...mistakes.keys()].some(where => where.startsWith('QS_LLM_PROVIDER_BY_INTENT_JSON')));
  });

  it('warns of names that nobody has, and shows no credentials that stand in them', () => {
    const { config, warnings } = loadWithWarnings(
      { QS_LLM_LOW_COST_PROVIDER: 'cheap', QS_LLM_PROVIDER_BY_INTENT_JSON: '{"REFUND": "https://u:pw@x.example"}' },
      `${TWO}routing: {canary: {provider: "https://u:pw@y.example", share: 0}}`,
    );
    assert.match(warnings.join('\n'), /low-cost provider names "cheap"[^]*intent REFUND[^]*canary/);
    assert.equal(warnings.join().includes('pw'), false);
    assert.equal(JSON.stringify(redactConfig(config)).includes('pw'), false);
  });
});
