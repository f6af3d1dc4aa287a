import { z } from 'zod';
import type { ChatErrorCode, DataChunk, TurnRecord, TurnResult, TurnServed } from '@naru/chat';

// All objects are loose: a field that this file does not name yet comes back as it was written.

/** The part of a turn that has no column of its own. */
export type StoredQuestion = Omit<
  TurnRecord,
  'id' | 'sessionId' | 'ownerKey' | 'streamId' | 'messageId' | 'replacesTurnId' | 'createdAtMs' | 'state'
>;

/** A closed set. Takes a record, so that a word which the type gains does not compile until it is here. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): z.ZodType<Word> {
  return z.enum(Object.keys(words) as [Word]);
}

export const storedQuestion: z.ZodType<StoredQuestion> = z.looseObject({
  userMessageId: z.string(),
  userText: z.string(),
  trigger: oneOf({ 'submit-message': true, 'regenerate-message': true }),
  requestId: z.string(),
  traceId: z.string(),
});

const citation = z.looseObject({
  n: z.number(),
  title: z.string(),
  docId: z.string(),
  anchor: z.string(),
  quote: z.string(),
});

/** Given back as written: a part that was known when it was stored stays readable when the set changes. */
const dataPart = z
  .looseObject({ type: z.string().startsWith('data-'), data: z.looseObject({ v: z.number() }) })
  .transform(part => part as unknown as DataChunk);

const served: z.ZodType<TurnServed> = z
  .looseObject({
    provider: z.string(),
    model: z.string(),
    isFallback: z.boolean(),
    attempts: z.number(),
    decisionId: z.string(),
    decisionReason: z.string(),
    usage: z
      .looseObject({
        inputTokens: z.number(),
        outputTokens: z.number(),
        cacheReadTokens: z.number(),
        estimated: z.boolean(),
      })
      .optional(),
    costMicros: z.number().optional(),
  })
  // JSON drops what is undefined; the record has it.
  .transform(served => ({ ...served, usage: served.usage, costMicros: served.costMicros }));

export const storedResult: z.ZodType<TurnResult> = z
  .looseObject({
    finish: oneOf<TurnResult['finish']>({
      complete: true,
      stopped: true,
      interrupted: true,
      blocked: true,
      guarded: true,
    }),
    status: oneOf<TurnResult['status']>({ ok: true, needs_input: true, insufficient_evidence: true, error: true }),
    text: z.string(),
    citations: z.array(citation),
    dataParts: z.array(dataPart),
    reasonCode: z.string(),
    nextAction: oneOf<TurnResult['nextAction']>({
      NONE: true,
      RETRY: true,
      REFINE_QUERY: true,
      PROVIDE_REQUIRED_INFO: true,
      OPEN_SUPPORT_TICKET: true,
    }),
    error: z
      .looseObject({
        code: z.string().transform(code => code as ChatErrorCode),
        message: z.string(),
        retryable: z.boolean(),
        retryAfterMs: z.number().exactOptional(),
      })
      .optional(),
    served: served.optional(),
  })
  .transform(result => ({ ...result, error: result.error, served: result.served }));
