import { z } from 'zod';
import { nextActionSchema } from './chat-json.ts';

/** The last question of a conversation that got no answer. */
export const unresolvedContextSchema = z.object({
  reason_code: z.string(),
  /** Korean. */
  reason_message: z.string(),
  next_action: nextActionSchema,
  trace_id: z.string(),
  request_id: z.string(),
  /** Masked: no numbers, addresses or names. */
  query_preview: z.string(),
});

/** Answer of `GET /internal/chat/session/state` and `GET /v1/chat/session/state`. */
export const sessionStateSchema = z.object({
  session_id: z.string(),
  /** Answers without support in a row. */
  fallback_count: z.int().nonnegative(),
  /** From this many on a ticket is recommended. */
  fallback_escalation_threshold: z.int().positive(),
  unresolved_context: unresolvedContextSchema.nullable(),
  recommended_action: nextActionSchema,
  /** Korean. */
  recommended_message: z.string(),
  trace_id: z.string(),
  request_id: z.string(),
});

/** Answer of `POST /internal/chat/session/reset` and `POST /v1/chat/session/reset`. */
export const sessionResetSchema = z.object({
  session_id: z.string(),
  previous_fallback_count: z.int().nonnegative(),
  previous_unresolved_context: unresolvedContextSchema.nullable(),
  trace_id: z.string(),
  request_id: z.string(),
});

export type UnresolvedContextBody = z.infer<typeof unresolvedContextSchema>;
export type SessionStateBody = z.infer<typeof sessionStateSchema>;
export type SessionResetBody = z.infer<typeof sessionResetSchema>;
