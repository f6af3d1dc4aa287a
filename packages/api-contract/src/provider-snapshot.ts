import { z } from 'zod';
import { overrideSchema } from './routing-override.ts';

const milliseconds = z.number().min(0);
const count = z.number().min(0);

/** What one stage did to the chain. */
export const stageNoteSchema = z.object({
  stage: z.string(),
  code: z.string(),
  chain: z.array(z.string()),
  provider: z.string().nullable(),
  detail: z.string().nullable(),
});

export type StageNoteBody = z.infer<typeof stageNoteSchema>;

/** How a provider stands; null where nothing is known yet. */
export const providerStatsSchema = z.object({
  alias: z.string(),
  protocol: z.string(),
  model: z.string(),
  /** In the final chain; null where it was dropped, or does not belong to the policy. */
  position: z.number().nullable(),
  dropped_by: z.string().nullable(),
  why: z.string().nullable(),
  state: z.enum(['closed', 'cooling', 'open', 'half_open', 'ramping']),
  score: z.number().min(0).max(1),
  ratio: z.number().min(0).max(1),
  penalty: z.number().min(0).max(1),
  samples: count,
  consecutive_failures: count,
  last_outcome_age_ms: milliseconds.nullable(),
  latency_ms: milliseconds.nullable(),
  first_token_ms: milliseconds.nullable(),
  /** For the question's intent; null where nothing is known. */
  quality_weight: z.number().nullable(),
  quality_samples: count,
  /** In currency, the mean of input and output. */
  cost_per_1k: z.number().nullable(),
});

export type ProviderStats = z.infer<typeof providerStatsSchema>;

/** Answer of `GET /internal/chat/providers` (R-OPS-2): what routing would do now, and what it knows. */
export const providerSnapshotSchema = z.object({
  at: z.string(),
  policy: z.object({ name: z.string(), mode: z.enum(['json', 'stream']), known: z.array(z.string()) }),
  reason_code: z.string(),
  final_chain: z.array(z.string()),
  stages: z.array(stageNoteSchema),
  provider_stats: z.array(providerStatsSchema),
  quota: z.array(
    z.object({
      provider: z.string(),
      remaining_requests: z.number().nullable(),
      remaining_tokens: z.number().nullable(),
      age_ms: milliseconds.nullable(),
      throttled_age_ms: milliseconds.nullable(),
      retry_after_left_ms: milliseconds.nullable(),
    }),
  ),
  cooldowns: z.array(z.object({ provider: z.string(), left_ms: milliseconds })),
  breakers: z.array(
    z.object({
      provider: z.string(),
      state: z.string(),
      generation: count,
      open_left_ms: milliseconds,
      probing: z.boolean(),
      ramp_share: z.number().min(0).max(1),
    }),
  ),
  /** What is in force, overrides included. */
  controls: z.object({
    blocked: z.array(z.string()),
    drained: z.array(z.string()),
    forced: z.string().nullable(),
    cost_steering: z.enum(['always', 'over_ceiling', 'never']),
    low_cost: z.string().nullable(),
    intents: z.record(z.string(), z.string()),
    canary: z
      .object({
        provider: z.string(),
        enabled: z.boolean(),
        share: z.number(),
        state: z.enum(['running', 'aborted']),
        because: z.enum(['errors', 'latency']).nullable(),
      })
      .nullable(),
  }),
  overrides: z.array(overrideSchema),
  spend: z.object({
    currency: z.string(),
    budgets: z.array(
      z.object({
        name: z.string(),
        spent: z.number(),
        reserved: z.number(),
        soft: z.number().nullable(),
        hard: z.number().nullable(),
        remaining: z.number().nullable(),
        ends_at: z.string(),
      }),
    ),
    ledger_rows_waiting: count,
    ledger_rows_lost: count,
  }),
});

export type ProviderSnapshot = z.infer<typeof providerSnapshotSchema>;
