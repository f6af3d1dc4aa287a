import { z } from 'zod';
import { switchSchema } from './switch.ts';

/** A provider by alias or URL, as a setting names one. */
export const providerNameSchema = z.string().min(1).max(2_000);

/** What a request is about; case does not matter. */
export const intentSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ and -');

const number = (least: number, most: number, fallback: number, description: string) =>
  z.number().min(least).max(most).default(fallback).describe(description);
const whole = (least: number, most: number, fallback: number, description: string) =>
  z.int().min(least).max(most).default(fallback).describe(description);
const payer = z.string().regex(/^(?:\*|[a-z0-9_-]{1,64})$/, '1 to 64 of a-z, 0-9, _ and -, or *');

/** How the order of a chain follows health (R-HLT-2, stage 4). */
export const healthSchema = z.strictObject({
  enabled: switchSchema.default(true).describe('Whether healthier providers go first'),
  min_sample: whole(1, 1_000_000, 20, 'Outcomes of the last 300 s that a score must rest on to move a provider'),
  streak_penalty_step: number(0, 1, 0.1, 'What each failure in a row takes off the score'),
  streak_penalty_max: number(0, 1, 0.5, 'The most that failures in a row take off'),
});

/** When a provider is not dialled, and how it comes back (R-HLT-4). */
export const breakerSchema = z
  .strictObject({
    enabled: switchSchema.default(true).describe('Whether a provider that fails much is left alone for a while'),
    open_sec: number(0.1, 3_600, 5, 'How long a circuit is open the first time; each time is 1.6 times as long'),
    open_max_sec: number(0.1, 3_600, 20, 'How long it is open at most'),
    quarantine_sec: number(0.1, 86_400, 60, 'How long it is open once it has opened three times in ten minutes'),
    probe_successes: whole(1, 100, 2, 'Probes in a row that close it; in quarantine twice as many'),
    synthetic_probes: switchSchema.default(true).describe('Whether to ask for one token where no turn comes to probe'),
    synthetic_probes_per_day: whole(0, 1_000_000, 10_000, 'The most of those for one provider in a day'),
  })
  .refine(({ open_sec, open_max_sec }) => open_max_sec >= open_sec, {
    path: ['open_max_sec'],
    error: 'open_sec or more',
  });

/** Cheap answers first (stage 6). */
export const costSchema = z.strictObject({
  steering: switchSchema
    .default(false)
    .describe('Whether the low-cost provider goes first; a crossed soft budget steers by itself'),
  low_cost_provider: providerNameSchema.optional().describe('By alias or URL; default: the lowest mean price'),
});

/** How good answers must be, and how that is seen (stages 5 and 7). */
export const qualitySchema = z.strictObject({
  cutline: number(0, 1, 0.5, 'A head below it is replaced by the best above it; 0 switches the floor off'),
  min_samples: whole(1, 1_000_000, 20, 'Fewer count as a weight of 1'),
  decay_days: number(1, 365, 7, 'How fast what was seen loses its say'),
  weights: z
    .strictObject({
      groundedness: number(0, 1_000, 0.5, 'What an answer supported by its sources says'),
      actionability: number(0, 1_000, 0.2, 'What an answer that says what to do says'),
      resolution: number(0, 1_000, 0.3, 'What a question that did not come back says'),
    })
    .refine(weights => Object.values(weights).some(weight => weight > 0), 'one of them above 0')
    .prefault({}),
});

/** Whether a conversation stays with its provider (stage 8). */
export const stickySchema = z.strictObject({
  enabled: switchSchema.default(false).describe('Whether a conversation keeps the provider of its last turn'),
  switch_cost: number(0, 2, 0.1, 'How much better, in quality and health together, another must be'),
});

/** A provider that is tried out on a share of the conversations (stage 10). */
export const canarySchema = z.strictObject({
  provider: providerNameSchema.describe('Who is tried out, by alias or URL'),
  enabled: switchSchema.default(true).describe('Whether it is tried out now'),
  share: z.number().min(0).max(1).describe('The part of the conversations that sees it first'),
  high_risk_intents: z
    .array(intentSchema)
    .max(100)
    .default([])
    .describe('Intents of which high-risk queries may see it too'),
  abort: z
    .strictObject({
      min_samples: whole(1, 1_000_000, 50, 'Attempts of each side before anything is concluded'),
      max_extra_error_ratio: number(0, 1, 0.05, 'How much higher its share of failures may be'),
      max_latency_factor: number(1, 1_000, 1.5, "How many times the others' its time to the first token may be"),
    })
    .prefault({}),
});

const amount = (description: string) => z.number().min(0).max(1_000_000_000).optional().describe(description);

/** What may be spent in an hour or a day, by whom (R-COST-2, R-COST-3). */
export const budgetSchema = z
  .strictObject({
    tenant: payer.optional().describe('Whose; *: each tenant has its own; default: everybody together'),
    assistant: payer.optional().describe('The same, by assistant'),
    period: z.enum(['hour', 'day']).describe('For how long it is'),
    soft: amount('In currency; from here on calls go the low-cost way'),
    hard: amount('In currency; from here on calls are refused'),
  })
  .refine(({ soft, hard }) => soft !== undefined || hard !== undefined, 'a group with soft, hard or both');

export type FileBudget = z.infer<typeof budgetSchema>;
export type FileCanary = z.infer<typeof canarySchema>;
