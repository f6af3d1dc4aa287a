import { z } from 'zod';
import { providerStatsSchema, stageNoteSchema } from './provider-snapshot.ts';

/** Body of `POST /internal/rag/explain` (R-OPS-3). */
export const explainRequestSchema = z.object({
  query: z.string().trim().min(1).max(2_000),
  intent: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ and -')
    .optional()
    .describe('default: by the rules of support'),
  tenant: z.string().min(1).max(64).optional(),
  tier: z.string().min(1).max(64).optional(),
  mode: z.enum(['json', 'stream']).default('stream'),
  session_id: z.string().min(1).max(300).optional(),
});

export type ExplainRequestBody = z.infer<typeof explainRequestSchema>;

const stage = stageNoteSchema.omit({ stage: true });

/** What routing would do for a query, stage by stage. */
export const llmRoutingSchema = z.strictObject({
  blocklist: stage.extend({ blocked: z.array(z.string()), drained: z.array(z.string()) }),
  forced: stage,
  /** Whether somebody is forced who may not serve. */
  forced_blocked: z.boolean(),
  intent: stage.extend({ name: z.string(), risk: z.enum(['normal', 'high']) }),
  cost: stage.extend({ steering: z.enum(['always', 'over_ceiling', 'never']) }),
  health: stage.extend({ scores: z.record(z.string(), z.number()) }),
  /** The sorting and the floor under it. */
  quality: stage.extend({ weights: z.record(z.string(), z.number()), floor: stage }),
  canary: stage,
  cooldown: stage.extend({ cooling: z.array(z.string()) }),
  final_chain: z.array(z.string()),
  provider_stats: z.array(providerStatsSchema),
  stages: z.array(stageNoteSchema),
});

export type LlmRouting = z.infer<typeof llmRoutingSchema>;

/** Answer of `POST /internal/rag/explain`. */
export const ragExplanationSchema = z.object({
  retrieval: z.object({
    hits: z.array(
      z.object({
        n: z.number(),
        id: z.string(),
        doc_id: z.string(),
        anchor: z.string(),
        title: z.string(),
        quote: z.string(),
      }),
    ),
    coverage: z.number(),
    nearness: z.number(),
  }),
  /** What a provider would have to read and write: rules, sources, history, question and answer, by the estimate. */
  context_tokens: z.int().min(0),
  reason_code: z.string(),
  llm_routing: llmRoutingSchema,
});

export type RagExplanation = z.infer<typeof ragExplanationSchema>;
