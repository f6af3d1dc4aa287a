import { simulate, type Scenario } from '@naru/router/simulate';
import type { Bench } from '../bench.ts';
import { median } from '../measure/percentile.ts';

const REQUESTS = 1_000_000;
const PER_SECOND = 50;
/** A million takes seconds; more rounds would say no more. */
const MAX_ROUNDS = 3;

/** A million requests in virtual time, with an outage in their middle, on one core. */
export const simulateBench: Bench = {
  name: 'simulate',
  what: `${REQUESTS.toLocaleString('en')} requests in virtual time, three providers, one core`,
  async run({ repetitions }) {
    play(REQUESTS / 50);
    const runs = Array.from({ length: Math.min(MAX_ROUNDS, repetitions) }, () => {
      const beganAt = process.hrtime.bigint();
      const requests = play(REQUESTS);
      const seconds = Number(process.hrtime.bigint() - beganAt) / 1e9;
      return { seconds: (seconds * REQUESTS) / requests, perSecond: requests / seconds };
    });
    const seconds = runs.map(run => run.seconds);
    const perSecond = runs.map(run => run.perSecond);
    return [
      {
        figure: 'one million requests',
        unit: 's',
        median: median(seconds),
        worst: Math.max(...seconds),
        limit: { kind: 'at-most', floor: 20, aim: 5 },
        voidWindows: 0,
      },
      {
        figure: 'requests a second',
        unit: '1/s',
        median: median(perSecond),
        worst: Math.min(...perSecond),
        voidWindows: 0,
      },
    ];
  },
};

/** Plays about so many requests; gives how many there were. */
function play(requests: number): number {
  const durationMs = (requests / PER_SECOND) * 1_000;
  const { metrics } = simulate(scenarioOf(durationMs), {
    name: 'bench',
    settings: {
      policies: { default: { preset: 'gateway' } },
      tenants: {},
      tiers: {},
      blocklist: [],
      cooldownMs: 15_000,
    },
  });
  return metrics.get('requests') ?? 0;
}

function scenarioOf(durationMs: number): Scenario {
  const providers = ['primary', 'fallback_1', 'fallback_2'].map((alias, index) => ({
    provider: {
      alias,
      protocol: 'openai',
      url: `https://${alias.replace('_', '-')}.example/v1`,
      model: 'bench',
      prices: { inputMicrosPer1k: 150, outputMicrosPer1k: 600, cacheReadMicrosPer1k: 15 },
      timeouts: {
        connectMs: 2_000,
        firstTokenMs: 6_000,
        jsonHeadersMs: 30_000,
        idleMs: 20_000,
        totalMs: 120_000,
        dripGraceMs: 10_000,
        minCharsPerSecond: 1,
      },
      capabilities: { tools: true, vision: true, retainsPrompts: false },
    },
    behaviour: {
      firstToken: { kind: 'lognormal', p50Ms: 400, p95Ms: 1_200 },
      answer: { kind: 'lognormal', p50Ms: 3_000, p95Ms: 8_000 },
      errors: [{ kind: 'server', share: 0.0002 }],
    } as const,
    ...(index === 0 && {
      phases: [
        { fromMs: durationMs * 0.4, untilMs: durationMs * 0.5, errors: [{ kind: 'server', share: 1 }] as const },
      ],
    }),
  }));
  return {
    seed: 1,
    durationMs,
    providers,
    traffic: {
      phases: [{ fromMs: 0, perSecond: PER_SECOND }],
      arrivals: 'random',
      intents: [{ intent: 'GENERAL', weight: 1, highRisk: 0 }],
      turnsPerConversation: 0,
      inputTokens: 800,
      answerTokens: 200,
      judgedShare: 0,
    },
  };
}
