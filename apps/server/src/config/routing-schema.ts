import { z } from 'zod';
import { FAILURE_KINDS } from '@naru/language-model';
import { nameSchema, pricesSchema } from './provider-schema.ts';
import {
  breakerSchema,
  budgetSchema,
  canarySchema,
  costSchema,
  healthSchema,
  intentSchema,
  providerNameSchema,
  qualitySchema,
  stickySchema,
} from './steering-schema.ts';
import { switchSchema } from './switch.ts';

const providerNames = z.array(providerNameSchema).max(100);

const policySchema = z.strictObject({
  chain: providerNames.min(1).optional().describe('Providers in order, by alias or URL; default: all, as listed'),
  preset: z.enum(['gateway', 'bedrock', 'direct']).optional().describe('What failures mean (R-FO-1)'),
  on_failure: z
    .partialRecord(z.enum(FAILURE_KINDS), z.enum(['next', 'retry-then-next', 'fail']))
    .optional()
    .describe('By failure kind, over what the preset says'),
  content_filter: z
    .record(z.string().max(64), z.enum(['refuse', 'handoff', 'one_other']))
    .optional()
    .describe("What a provider's content filter means, by intent; default for the others"),
  recovery: z
    .enum(['none', 'restart'])
    .optional()
    .describe('restart: after a failure in the middle, begin the answer again elsewhere'),
});

const limitsSchema = z.strictObject({
  providers: providerNames.optional().describe('The only ones that may serve, by alias or URL'),
  regions: z.array(z.string().min(1).max(64)).max(100).optional().describe('Only providers of these regions'),
  no_retention: switchSchema.optional().describe('Only providers that do not keep prompts'),
});

/** Which provider answers. */
export const routingSchema = z.strictObject({
  policies: z
    .record(nameSchema, policySchema)
    .default({})
    .describe('By name: default, and one for each assistant: support (gateway), booking (bedrock), report (direct)'),
  tenants: z.record(nameSchema, limitsSchema).default({}).describe('Who may be served by whom, by tenant'),
  tiers: z.record(nameSchema, limitsSchema).default({}).describe('The same, by quality tier'),
  blocklist: providerNames.default([]).describe('Providers that are not asked, by alias or URL'),
  force_provider: z
    .string()
    .max(2_000)
    .optional()
    .describe('The provider that comes first whatever its state, by alias or URL'),
  cooldown_sec: z
    .number()
    .min(0)
    .max(3_600)
    .default(15)
    .describe('How long a provider that failed goes last; 0 switches cooling off'),
  provider_prices: z
    .record(z.string().min(1).max(2_000), pricesSchema)
    .default({})
    .describe("Prices for 1,000 tokens by alias or URL, over the providers' own"),
  health: healthSchema.prefault({}),
  quality: qualitySchema.prefault({}),
  cost: costSchema.prefault({}),
  budgets: z.array(budgetSchema).max(100).default([]).describe('What may be spent, by whom'),
  budget_day_offset_hours: z
    .number()
    .min(-14)
    .max(14)
    .default(9)
    .describe("How far the clock on the wall is ahead of UTC where a budget's day begins"),
  sticky: stickySchema.prefault({}),
  intents: z
    .record(intentSchema, providerNameSchema)
    .default({})
    .describe('The provider that comes first for an intent such as REFUND, SHIPPING, ORDER or GENERAL'),
  canary: canarySchema.optional().describe('A provider that is tried out on a share of the conversations'),
  breaker: breakerSchema.prefault({}),
});

export type FilePolicy = z.infer<typeof policySchema>;
export type FileLimits = z.infer<typeof limitsSchema>;
export type FileRouting = z.infer<typeof routingSchema>;
