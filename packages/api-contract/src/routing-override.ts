import { z } from 'zod';

const ofAll = {
  ttl_sec: z.number().min(1).max(604_800).describe('how long it holds, in seconds'),
  reason: z.string().min(1).max(500).describe('why, for the audit'),
};
const provider = z.string().min(1).max(2_000).describe('alias or URL; none shadows what the settings say');

/** Body of `PUT /internal/chat/providers/overrides` (R-OPS-1). */
export const overrideRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('force'), provider, ...ofAll }),
  z.strictObject({ kind: z.literal('block'), provider, ...ofAll }),
  z.strictObject({ kind: z.literal('drain'), provider, ...ofAll }),
  z.strictObject({
    kind: z.literal('canary'),
    provider: provider.optional(),
    enabled: z.boolean().optional(),
    share: z.number().min(0).max(1).optional(),
    ...ofAll,
  }),
  z.strictObject({ kind: z.literal('cost_steering'), enabled: z.boolean(), ...ofAll }),
  z.strictObject({ kind: z.literal('intent'), intent: z.string().min(1).max(64), provider, ...ofAll }),
]);

export type OverrideRequestBody = z.infer<typeof overrideRequestSchema>;

const act = {
  kind: z.enum(['force', 'block', 'drain', 'canary', 'cost_steering', 'intent']),
  provider: z.string().optional(),
  enabled: z.boolean().optional(),
  share: z.number().optional(),
  intent: z.string().optional(),
};

/** An override that holds. Times are ISO 8601, UTC. */
export const overrideSchema = z.object({
  id: z.string(),
  ...act,
  reason: z.string(),
  author: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
  ttl_left_sec: z.number(),
});

export type OverrideBody = z.infer<typeof overrideSchema>;

/** One act of an operator, or the end of what one wanted, for ever. */
export const auditEntrySchema = z.object({
  id: z.string(),
  kind: z.literal('override'),
  action: z.enum(['made', 'ended', 'replaced', 'expired']),
  at: z.string(),
  author: z.string(),
  reason: z.string(),
  override: z.object({ id: z.string(), ...act }),
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;
