import { z } from 'zod';

/**
 * Answer of `GET /v1/chat/{id}/decision/{messageId}`, for an operator's cookie only: how one answer came about.
 * 404 when the decision is not remembered any more, or the caller is no operator.
 */
export const decisionPanelSchema = z.object({
  messageId: z.string(),
  finish: z.string(),
  intent: z.string().nullable(),
  risk: z.enum(['normal', 'high']).nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  /** Whether another provider answered than the decision's first one. */
  isFallback: z.boolean(),
  usage: z
    .object({ inputTokens: z.number(), outputTokens: z.number(), cacheReadTokens: z.number(), estimated: z.boolean() })
    .nullable(),
  costMicros: z.number().nullable(),
  currency: z.string(),
  /** One for each model call of the turn, in order. */
  calls: z.array(
    z.object({
      decisionId: z.string(),
      reasonCode: z.string(),
      chain: z.array(z.string()),
      stages: z.array(
        z.object({
          stage: z.string(),
          code: z.string(),
          chain: z.array(z.string()),
          provider: z.string().optional(),
          detail: z.string().optional(),
        }),
      ),
      candidates: z.array(
        z.object({
          alias: z.string(),
          kept: z.boolean(),
          position: z.number().nullable(),
          droppedBy: z.string().nullable(),
          why: z.string().nullable(),
        }),
      ),
      attempts: z.array(
        z.object({
          provider: z.string(),
          outcome: z.string(),
          status: z.number().nullable(),
          committed: z.boolean(),
          firstTokenMs: z.number().nullable(),
          durationMs: z.number().nullable(),
        }),
      ),
    }),
  ),
});

export type DecisionPanel = z.infer<typeof decisionPanelSchema>;
