import { FAILURE_KINDS } from '@naru/language-model';
import { z } from 'zod';
import { DURATION } from './duration.ts';

const A_TIME = 'a time such as 300ms, 90s, 5m or 1h';
const duration = z.string({ error: A_TIME }).regex(DURATION, A_TIME);
const share = z.number().min(0).max(1);
const alias = z.string().regex(/^[a-z0-9_-]{1,64}$/, 'letters a-z, digits, _ and -');
const name = z.string().min(1).max(64);

const distribution = z.union(
  [
    duration,
    z.strictObject({ uniform: z.tuple([duration, duration]) }),
    z.strictObject({ lognormal: z.strictObject({ p50: duration, p95: duration }) }),
    z.strictObject({ percentiles: z.record(z.string().regex(/^p\d{1,2}(\.\d+)?$|^p100$/), duration) }),
  ],
  {
    error: `${A_TIME}, or {uniform: [200ms, 400ms]}, {lognormal: {p50: 400ms, p95: 1200ms}}, {percentiles: {p50: 400ms, p95: 1s, p100: 5s}}`,
  },
);

const SCRIPTED_KINDS = FAILURE_KINDS.filter(
  kind => kind !== 'cancelled' && kind !== 'timeout_idle' && kind !== 'timeout_total',
);

const error = z.union(
  [
    share,
    z.strictObject({
      share,
      after: distribution.optional(),
      status: z.int().min(100).max(599).optional(),
      retry_after: duration.optional(),
    }),
  ],
  { error: 'a share from 0 to 1, or {share: 0.1, after: 200ms, status: 503, retry_after: 5s}' },
);

const behaviour = {
  first_token: distribution.optional(),
  answer: distribution.optional(),
  errors: z.partialRecord(z.enum(SCRIPTED_KINDS), error).optional(),
  interrupted: share.optional(),
  stalled: share.optional(),
};

const prices = z.strictObject({
  input: z.number().min(0).max(1e12),
  output: z.number().min(0).max(1e12),
  cache_read: z.number().min(0).max(1e12).optional(),
});

const provider = z.strictObject({
  ...behaviour,
  prices: prices.optional().describe('Micro-units for 1,000 tokens'),
  price_changes: z
    .array(z.strictObject({ at: duration, prices }))
    .max(1_000)
    .default([]),
  quality: z.record(name, share).optional(),
  quota: z
    .strictObject({ requests: z.int().min(0).max(1e9), per: duration, tells_retry_after: z.boolean().default(true) })
    .optional(),
  first_token_timeout: duration.optional(),
  context_window_tokens: z.int().min(1).max(1e9).optional(),
  phases: z
    .array(
      z.strictObject({
        from: duration,
        until: duration,
        every: duration.optional(),
        lasts: duration.optional(),
        ...behaviour,
      }),
    )
    .max(1_000)
    .default([]),
});

const traffic = z.strictObject({
  per_second: z.number().min(0).max(100_000).optional(),
  phases: z
    .array(z.strictObject({ from: duration, per_second: z.number().min(0).max(100_000) }))
    .max(1_000)
    .optional(),
  arrivals: z.enum(['random', 'even']).default('random'),
  intents: z
    .record(name, z.strictObject({ weight: z.number().min(0).max(1e6), high_risk: share.default(0) }))
    .optional(),
  turns_per_conversation: z.number().min(0).max(1_000).default(0),
  input_tokens: z.int().min(0).max(1e7).default(800),
  answer_tokens: z.int().min(0).max(1e6).default(200),
  judged_share: share.default(0),
});

const policy = z.strictObject({
  title: z.string().max(200).optional(),
  preset: z.enum(['gateway', 'bedrock', 'direct']).default('gateway'),
  chain: z.array(alias).min(1).max(100).optional(),
  on_failure: z.partialRecord(z.enum(FAILURE_KINDS), z.enum(['next', 'retry-then-next', 'fail'])).optional(),
  content_filter: z.record(name, z.enum(['refuse', 'handoff', 'one_other'])).optional(),
  recovery: z.enum(['none', 'restart']).optional(),
  cooldown: duration.default('15s'),
  blocklist: z.array(alias).max(100).default([]),
  force_provider: alias.optional(),
  health: z
    .strictObject({
      routing_enabled: z.boolean().optional(),
      min_sample: z.int().min(1).max(1e6).optional(),
      streak_penalty_step: share.optional(),
      streak_penalty_max: share.optional(),
    })
    .default({}),
  breaker: z
    .strictObject({
      enabled: z.boolean().optional(),
      open: duration.optional(),
      open_max: duration.optional(),
      quarantine: duration.optional(),
      probe_successes: z.int().min(1).max(1_000).optional(),
      synthetic_probes: z.boolean().optional(),
      synthetic_probes_per_day: z.int().min(0).max(1e6).optional(),
    })
    .default({}),
  cost: z.strictObject({ steering: z.boolean().optional(), low_cost_provider: alias.optional() }).default({}),
  quality: z
    .strictObject({
      cutline: share.optional(),
      min_samples: z.int().min(1).max(1e6).optional(),
      decay_days: z.number().min(1).max(365).optional(),
    })
    .default({}),
  stickiness: z
    .strictObject({ enabled: z.boolean().optional(), switch_cost: z.number().min(0).max(2).optional() })
    .default({}),
  intents: z.record(name, alias).default({}),
  canary: z
    .strictObject({
      provider: alias,
      share,
      high_risk_intents: z.array(name).max(100).optional(),
      abort: z
        .strictObject({
          min_samples: z.int().min(1).max(1e6).optional(),
          max_extra_error_ratio: share.optional(),
          max_latency_factor: z.number().min(1).max(1_000).optional(),
        })
        .default({}),
    })
    .optional(),
  budgets: z
    .array(
      z.strictObject({
        period: z.enum(['hour', 'day']),
        soft: z.number().min(0).max(1e9).optional(),
        hard: z.number().min(0).max(1e9).optional(),
      }),
    )
    .max(100)
    .default([])
    .describe('In units of the currency'),
});

/** What a scenario file may say. */
export const scenarioSchema = z.strictObject({
  title: z.string().min(1).max(200),
  description: z.string().max(4_000).default(''),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  duration,
  providers: z.record(alias, provider),
  traffic,
  policies: z.record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, 'a letter, then letters, digits, _ and -'),
    policy,
  ),
  expect: z.array(z.string().min(1).max(300)).max(200).default([]),
});

export const scenarioJsonSchema = z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });

export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type FileProvider = z.infer<typeof provider>;
export type FilePolicy = z.infer<typeof policy>;
export type FileDistribution = z.infer<typeof distribution>;
export type FileBehaviour = Pick<FileProvider, 'first_token' | 'answer' | 'errors' | 'interrupted' | 'stalled'>;
