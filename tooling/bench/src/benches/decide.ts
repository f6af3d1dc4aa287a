import { createSystemIds, silentLogger, systemClock, systemRandom } from '@naru/kernel';
import type { LanguageModel } from '@naru/language-model';
import { createRouter, type Provider } from '@naru/router';
import type { Bench } from '../bench.ts';
import { percentile } from '../measure/percentile.ts';

const CANDIDATES = 20;
const DECISIONS = 20_000;
const WARM_UP = 5_000;

/** A whole decision with its explanation, as `explain` gives it: signals gathered, every stage, every candidate. */
export const decideBench: Bench = {
  name: 'decide',
  what: `${CANDIDATES} candidates with full explanation`,
  async run({ repetitions }) {
    const router = createRouter({
      providers: Array.from({ length: CANDIDATES }, (_, index) => ({
        provider: provider(index),
        languageModel: mute(index),
      })),
      settings: {
        policies: { default: { preset: 'gateway' } },
        tenants: { shop: { regions: ['apac', 'global'] } },
        tiers: {},
        blocklist: ['provider_3', 'https://provider-4.example/v1'],
        forced: 'provider_7',
        cooldownMs: 15_000,
      },
      clock: systemClock,
      random: systemRandom,
      ids: createSystemIds(),
      observer: { on() {} },
      logger: silentLogger,
    });
    const question = {
      policy: 'default',
      mode: 'stream',
      intent: 'SHIPPING',
      risk: 'high',
      tenant: 'shop',
      needs: { tools: true, vision: false, contextTokens: 3_000 },
    } as const;

    for (let count = 0; count < WARM_UP; count += 1) router.explain(question);
    const runs = Array.from({ length: repetitions }, () =>
      Array.from({ length: DECISIONS }, () => {
        const beganAt = process.hrtime.bigint();
        router.explain(question);
        return Number(process.hrtime.bigint() - beganAt) / 1_000;
      }),
    );
    const all = runs.flat();
    const worst = (share: number): number => Math.max(...runs.map(run => percentile(run, share)));
    return [
      {
        figure: 'p50',
        unit: 'µs',
        median: percentile(all, 0.5),
        worst: worst(0.5),
        limit: { kind: 'at-most', floor: 25, aim: 10 },
        voidWindows: 0,
      },
      {
        figure: 'p99',
        unit: 'µs',
        median: percentile(all, 0.99),
        worst: worst(0.99),
        limit: { kind: 'at-most', floor: 150 },
        voidWindows: 0,
      },
    ];
  },
};

function provider(index: number): Provider {
  return {
    alias: `provider_${index}`,
    protocol: 'openai',
    url: `https://provider-${index}.example/v1`,
    model: 'bench',
    prices: { inputMicrosPer1k: 150 + index, outputMicrosPer1k: 600, cacheReadMicrosPer1k: 15 },
    timeouts: {
      connectMs: 2_000,
      firstTokenMs: 6_000,
      jsonHeadersMs: 30_000,
      idleMs: 20_000,
      totalMs: 120_000,
      dripGraceMs: 10_000,
      minCharsPerSecond: 1,
    },
    contextWindowTokens: 8_000 + index,
    capabilities: {
      tools: index % 5 !== 0,
      vision: true,
      region: index % 2 === 0 ? 'apac' : 'global',
      retainsPrompts: false,
    },
  };
}

/** Never asked: deciding dials nobody. */
function mute(index: number): LanguageModel {
  return {
    id: `provider_${index}`,
    stream() {
      throw new Error('a decision has called a model');
    },
  };
}
