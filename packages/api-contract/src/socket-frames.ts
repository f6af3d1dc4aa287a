import { z } from 'zod';
import { chatErrorSchema } from './chat-error.ts';
import { historySchema } from './chat-stream.ts';

const envelope = {
  v: z.literal(1),
  /** Server time, ISO 8601 with +09:00. */
  ts: z.string(),
  /** The `id` of the command that this answers. */
  replyTo: z.string().optional(),
  ch: z.string().optional(),
};

/** One chunk of an answer, as the AI SDK's stream has it; what type it has is the server's to keep in order. */
const chunkSchema = z.looseObject({ type: z.string() });

/** What the server sends. */
export const socketFrameSchema = z.discriminatedUnion('t', [
  z.object({
    ...envelope,
    t: z.literal('welcome'),
    p: z.object({
      connId: z.string(),
      serverNow: z.string(),
      heartbeatMs: z.number(),
      /** Bytes of one frame of the client. */
      maxFrame: z.number(),
      user: z.object({ kind: z.enum(['user', 'anonymous']) }),
      /** Only those that were granted; each of the others gets an `error` with its `ch`. */
      subs: z.array(z.object({ ch: z.string(), mode: z.enum(['replay', 'snapshot']), seq: z.number() })),
    }),
  }),
  z.object({
    ...envelope,
    t: z.literal('ack'),
    p: z.object({
      accepted: z.literal(true),
      /** The stream that the command began or found; null where none runs. */
      sid: z.string().nullable(),
      messageId: z.string().nullable(),
      duplicate: z.boolean(),
    }),
  }),
  z.object({
    ...envelope,
    t: z.literal('chunk'),
    sid: z.string(),
    /** From 1, without holes. */
    seq: z.number(),
    /** Where deltas were merged: the `seq` of the first of them. */
    from: z.number().optional(),
    p: z.object({ c: chunkSchema }),
  }),
  z.object({ ...envelope, t: z.literal('snapshot'), seq: z.number(), p: historySchema }),
  z.object({ ...envelope, t: z.literal('error'), sid: z.string().optional(), p: chatErrorSchema }),
  z.object({ ...envelope, t: z.literal('ping'), p: z.object({ n: z.number() }) }),
  z.object({ ...envelope, t: z.literal('pong'), p: z.object({ n: z.number() }) }),
  z.object({
    ...envelope,
    t: z.literal('bye'),
    p: z.object({ code: z.number(), reason: z.string(), reconnectInMs: z.number().optional() }),
  }),
]);

/** Answer of `POST /v1/ws-ticket`. */
export const socketTicketSchema = z.object({ ticket: z.string() });

export type SocketFrame = z.infer<typeof socketFrameSchema>;
export type SocketFrameOf<Type extends SocketFrame['t']> = Extract<SocketFrame, { t: Type }>;
