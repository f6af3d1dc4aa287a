import { z } from 'zod';
import type { AuditRecord, DecisionRecord, Override, RecordedConfiguration } from '@naru/router';

// What a record is found and read by is checked; the rest comes back as it was written, so that a record of an
// earlier version stays readable.

export const storedDecision: z.ZodType<DecisionRecord> = z
  .looseObject({
    id: z.string(),
    atMs: z.number(),
    requestId: z.string(),
    configurationId: z.string(),
    features: z.looseObject({ policy: z.string() }),
    signals: z.array(z.tuple([z.string(), z.looseObject({})])),
    overrides: z.array(z.looseObject({ id: z.string(), act: z.looseObject({ kind: z.string() }) })),
    chain: z.array(z.string()),
    reasonCode: z.string(),
  })
  .transform(record => record as unknown as DecisionRecord);

export const storedConfiguration: z.ZodType<RecordedConfiguration> = z
  .looseObject({
    id: z.string(),
    providers: z.array(z.looseObject({ alias: z.string() })),
    settings: z.looseObject({ policies: z.looseObject({}) }),
  })
  .transform(configuration => configuration as unknown as RecordedConfiguration);

export const storedOverride: z.ZodType<Override> = z
  .looseObject({
    id: z.string(),
    act: z.looseObject({ kind: z.string() }),
    reason: z.string(),
    author: z.string(),
    createdAtMs: z.number(),
    expiresAtMs: z.number(),
  })
  .transform(override => override as unknown as Override);

export const storedAudit: z.ZodType<AuditRecord> = z
  .looseObject({ id: z.string(), kind: z.literal('override'), action: z.string(), atMs: z.number() })
  .transform(record => record as unknown as AuditRecord);
