import { z } from 'zod';
import { socketChannelSchema } from './socket-channel.ts';

const id = z.string().regex(/^[^\p{C}]{1,200}$/u, '1 to 200 characters, none of them a control character');
const seq = z.int().min(0).max(1_000_000_000);

/**
 * A place to go on from. `lastSeq` counts the chunks of the stream `sid`; without a `sid` that can still be read it is
 * too old, and a `snapshot` comes first.
 */
const subscriptionSchema = z.object({ ch: socketChannelSchema, sid: id.optional(), lastSeq: seq.optional() });

const envelope = { v: z.literal(1), id: id.optional() };

/** The first frame of a client. */
export const helloSchema = z.object({
  ...envelope,
  t: z.literal('hello'),
  p: z.object({
    /** From `POST /v1/ws-ticket`, where no cookie can be sent. */
    ticket: z.string().max(200).optional(),
    client: z.object({ name: z.string().max(100), version: z.string().max(50), tz: z.string().max(100).optional() }),
    subs: z.array(subscriptionSchema).max(16).default([]),
    /** Chunk types beyond those of every client, such as `reset-step`. */
    accepts: z.array(z.string().max(50)).max(10).default([]),
  }),
});

/** What a client may send. */
export const socketCommandSchema = z.discriminatedUnion('t', [
  helloSchema,
  z.object({ ...envelope, t: z.literal('sub'), p: subscriptionSchema }),
  z.object({ ...envelope, t: z.literal('unsub'), p: z.object({ ch: socketChannelSchema }) }),
  z.object({
    ...envelope,
    t: z.literal('chat.send'),
    p: z.object({
      chatId: id,
      clientMsgId: id,
      /** Ignored for `regenerate-message`. */
      text: z.string(),
      assistant: z.string().min(1).max(40).optional(),
      trigger: z.enum(['submit-message', 'regenerate-message']).default('submit-message'),
      /** The answer to make again, for `regenerate-message`. */
      messageId: id.optional(),
    }),
  }),
  z.object({
    ...envelope,
    t: z.literal('report.ask'),
    p: z.object({
      reportId: id,
      clientMsgId: id,
      question: z.string(),
      /** What the answer may take at most, where that is less than the server allows. */
      budget: z.object({ krw: z.number().positive().optional(), ms: z.number().positive().optional() }).optional(),
    }),
  }),
  z.object({ ...envelope, t: z.literal('chat.resume'), p: z.object({ sid: id, after: seq }) }),
  z.object({ ...envelope, t: z.literal('chat.stop'), p: z.object({ sid: id }) }),
  z.object({ ...envelope, t: z.literal('ping'), p: z.object({ n: z.number() }) }),
  z.object({ ...envelope, t: z.literal('pong'), p: z.object({ n: z.number() }) }),
]);

/** The part of a frame that must hold for anything to be answered to it. */
export const socketEnvelopeSchema = z.looseObject({ ...envelope, t: z.string().max(50) });

export type SocketCommand = z.infer<typeof socketCommandSchema>;
export type SocketHello = z.infer<typeof helloSchema>;
export type SocketSubscription = z.infer<typeof subscriptionSchema>;

/** Names of all frames that a client may send. */
export const SOCKET_COMMANDS = [
  'hello',
  'sub',
  'unsub',
  'chat.send',
  'report.ask',
  'chat.resume',
  'chat.stop',
  'ping',
  'pong',
] as const satisfies readonly SocketCommand['t'][];
