import { z } from 'zod';
import { citationSchema } from './citation.ts';

const textPartSchema = z.looseObject({ type: z.string(), text: z.string().optional() });

/**
 * Body of `POST /v1/chat/stream`, as the AI SDK's default transport sends it. Only what is named here is read:
 * of the messages the last user message alone, since history comes from the store.
 */
export const chatStreamRequestSchema = z.object({
  /** The client's own name for the conversation, or the server-made session id. */
  id: z.string().min(1).max(200).optional(),
  messages: z
    .array(z.looseObject({ id: z.string().max(200).optional(), role: z.string(), parts: z.array(textPartSchema) }))
    .min(1),
  trigger: z.enum(['submit-message', 'regenerate-message']).default('submit-message'),
  /** The answer to make again, for `regenerate-message`. */
  messageId: z.string().max(200).optional(),
  assistant: z.string().min(1).max(40).optional(),
  accepts: z.array(z.string()).max(10).optional(),
});

/** What an answer says of itself: `messageMetadata` of `start` and `finish`. */
export const turnMetadataSchema = z.object({
  sessionId: z.string(),
  streamId: z.string(),
  traceId: z.string(),
  createdAt: z.string(),
  finish: z.enum(['complete', 'stopped', 'interrupted', 'blocked', 'guarded']).optional(),
  reasonCode: z.string().optional(),
  nextAction: z.string().optional(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** The guard that ended the answer. */
  guard: z.enum(['time', 'cost', 'steps', 'content']).optional(),
});

export const statusDataSchema = z.object({
  v: z.literal(1),
  phase: z.enum(['routing', 'thinking', 'tool', 'writing']),
  label: z.string(),
});
export const citationsDataSchema = z.object({ v: z.literal(1), items: z.array(citationSchema) });
export const guardDataSchema = z.object({
  v: z.literal(1),
  kind: z.enum(['time', 'cost', 'steps', 'content']),
  used: z.number(),
  limit: z.number(),
  message: z.string(),
});

/** Body of `POST /v1/chat/{id}/stop`. */
export const stopRequestSchema = z.object({ activeStreamId: z.string().max(200).optional() });

/** One message of `GET /v1/chat/{id}`, in the AI SDK's shape, to be given to `useChat` as it is. */
export const historyMessageSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  metadata: turnMetadataSchema.optional(),
  parts: z.array(z.looseObject({ type: z.string() })),
});

/** Answer of `GET /v1/chat/{id}`. */
export const historySchema = z.object({
  session: z.object({ id: z.string(), assistant: z.string(), createdAt: z.string() }),
  messages: z.array(historyMessageSchema),
  activeStreamId: z.string().nullable(),
});

export type ChatStreamRequest = z.infer<typeof chatStreamRequestSchema>;
export type TurnMetadataBody = z.infer<typeof turnMetadataSchema>;
export type StatusData = z.infer<typeof statusDataSchema>;
export type CitationsData = z.infer<typeof citationsDataSchema>;
export type GuardData = z.infer<typeof guardDataSchema>;
export type HistoryBody = z.infer<typeof historySchema>;
export type HistoryMessage = z.infer<typeof historyMessageSchema>;
