import { z } from 'zod';
import { citationSchema } from './citation.ts';
import { ticketNumberSchema } from './support-ticket.ts';

/** Body of `POST /v1/chat`. */
export const chatJsonRequestSchema = z.object({
  message: z.string(),
  session_id: z.string().min(1).max(200).optional(),
  assistant: z.string().min(1).max(40).optional(),
  client_message_id: z.string().min(1).max(200).optional(),
});

export const nextActionSchema = z.enum([
  'NONE',
  'RETRY',
  'REFINE_QUERY',
  'PROVIDE_REQUIRED_INFO',
  'OPEN_SUPPORT_TICKET',
]);

/** What an answer rests on that is no article, such as a cooldown that still runs. */
export const systemCitationSchema = z.object({ source: z.string(), endpoint: z.string(), snippet: z.string() });

/** The ticket of which an answer speaks. */
export const chatTicketSchema = z.object({
  state: z.enum(['created', 'deduplicated', 'cooldown', 'found']),
  ticket_no: ticketNumberSchema.nullable(),
  /** ISO instant from which the next one may be opened; with `cooldown` only. */
  next_allowed_at: z.string().nullable(),
});

/** Answer of `POST /v1/chat`. What does not apply is null. */
export const chatJsonAnswerSchema = z.object({
  session_id: z.string(),
  message_id: z.string(),
  status: z.enum(['ok', 'needs_input', 'insufficient_evidence', 'error']),
  answer: z.string(),
  /** Of articles; of the system itself, where a rule of it is the reason. */
  citations: z.array(z.union([citationSchema, systemCitationSchema])),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  is_fallback: z.boolean(),
  finish: z.enum(['complete', 'stopped', 'interrupted', 'blocked', 'guarded']),
  reason_code: z.string(),
  recoverable: z.boolean(),
  next_action: nextActionSchema,
  retry_after_ms: z.number().int().nonnegative().nullable(),
  ticket: chatTicketSchema.nullable(),
  hold: z.null(),
  trace_id: z.string(),
  request_id: z.string(),
});

export type ChatJsonRequest = z.infer<typeof chatJsonRequestSchema>;
export type ChatJsonAnswer = z.infer<typeof chatJsonAnswerSchema>;
