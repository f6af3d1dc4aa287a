import { z } from 'zod';
import { FIELD_KINDS, type FieldKind, type FieldName } from './field-names.ts';
import { EVENT_KINDS, EVENT_OUTCOMES, EVENT_SCHEMA_VERSION, SAMPLE_RULES } from './wide-event.ts';

const word = z.string().max(256);
const count = z.number().int().nonnegative();
const number = z.number();

const FIELD_SCHEMAS: Readonly<Record<FieldKind, z.ZodType>> = {
  word,
  words: z.array(word).max(200),
  number,
  boolean: z.boolean(),
  text: z.string().max(8_192),
  structure: z.json(),
};

const fields = z.strictObject(
  Object.fromEntries(
    Object.entries(FIELD_KINDS).map(([name, kind]) => [name, FIELD_SCHEMAS[kind].optional()]),
  ) as Record<FieldName, z.ZodOptional<z.ZodType>>,
);

/** The stored form of an event, version 1. Strict: a field that nobody named here is a mistake, not an extension. */
export const wideEventSchema = z.strictObject({
  schema: z.literal(EVENT_SCHEMA_VERSION),
  eventId: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  producer: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/),
  sequence: count.min(1),
  vitalSequence: count.min(1).optional(),
  kind: z.enum(EVENT_KINDS),
  route: word,
  requestId: word,
  traceId: word.optional(),
  sessionId: word.optional(),
  outcome: z.enum(EVENT_OUTCOMES),
  status: number.optional(),
  atMs: count,
  startedAtMs: number,
  durationMs: number.nonnegative(),
  error: z
    .strictObject({
      code: word,
      class: word,
      frames: z.array(word).max(3).optional(),
      message: z.string().max(200).optional(),
    })
    .optional(),
  tenant: word.optional(),
  assistant: word.optional(),
  intent: word.optional(),
  provider: word.optional(),
  attempts: number.optional(),
  tokens: z
    .strictObject({ input: number, output: number, cachedInput: number.optional(), reasoning: number.optional() })
    .optional(),
  costMicros: number.optional(),
  cacheHit: z.boolean().optional(),
  decision: z
    .strictObject({
      id: word,
      reason: word,
      failedOver: z.boolean().optional(),
      shaped: z.boolean().optional(),
      exhausted: z.boolean().optional(),
      passedOver: z.array(word).max(20).optional(),
    })
    .optional(),
  instance: word,
  version: word,
  sample: z.strictObject({ kept: z.literal(true), rule: z.enum(SAMPLE_RULES), rate: z.number().gt(0).max(1) }),
  cut: count.optional(),
  fields: fields.optional(),
});
