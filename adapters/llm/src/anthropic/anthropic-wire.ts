import { z } from 'zod';

/** What is read of a whole Messages answer; all else is left alone. */
export const messageSchema = z.object({
  type: z.literal('message').optional(),
  model: z.string().optional().catch(undefined),
  content: z.array(z.looseObject({ type: z.string() })),
  stop_reason: z.string().nullish(),
  usage: z.unknown().optional(),
});

/** An event of a stream, checked by hand where it is used: a schema a token would cost more than the parsing. */
export interface AnthropicEvent {
  readonly type?: unknown;
  readonly index?: unknown;
  readonly message?: unknown;
  readonly content_block?: unknown;
  readonly delta?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
}
