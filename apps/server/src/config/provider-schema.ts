import { z } from 'zod';
import { PROTOCOLS } from './provider-address.ts';
import { switchSchema } from './switch.ts';

const NAME = /^[a-z0-9_-]{1,64}$/;

/** A name that may become a metric's label and part of a variable's name. */
export const nameSchema = z.string().regex(NAME, '1 to 64 of a-z, 0-9, _ and -');

const seconds = (description: string, defaultSeconds: number) =>
  z.number().positive().max(86_400).default(defaultSeconds).describe(description);

const price = z.number().min(0).max(1_000);

/** Prices for 1,000 tokens: one for all, or input, output and cache reads apart (R-COST-1). */
export const pricesSchema = z.union(
  [price, z.strictObject({ input: price, output: price, cache_read: price.optional() })],
  { error: 'a price for 1,000 tokens, or {input, output, cache_read?}, each from 0 to 1000' },
);

/** How long a provider is waited for, in seconds (R-FO-2). */
export const timeoutsSchema = z.strictObject({
  connect_sec: seconds('Connection and TLS ready', 2),
  first_token_sec: seconds('Start of an attempt to the first accepted content of a stream', 6),
  // Less than the 30 s that a turn may wait in all: who waits in vain must still be able to go elsewhere (R-FO-1).
  json_headers_sec: seconds('Request sent to the headers of a JSON answer', 20),
  idle_sec: seconds('From one part of an answer to the next', 20),
  total_sec: seconds('The whole attempt', 120),
  drip_grace_sec: seconds('Grace before an answer must come at min_chars_per_sec', 10),
  min_chars_per_sec: z
    .number()
    .min(0)
    .max(10_000)
    .default(1)
    .describe('Slower than this after the grace counts as idle; 0 switches it off'),
});

/** The same, each optional, without defaults: what one provider says over the defaults. */
const ownTimeoutsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(timeoutsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()]),
  ) as { [Name in keyof typeof timeoutsSchema.shape]: z.ZodOptional<z.ZodNumber> },
);

/** One provider (R-CFG-2). */
export const providerSchema = z.strictObject({
  alias: nameSchema.describe('Its name in settings, headers and metrics'),
  protocol: z.enum(PROTOCOLS).optional().describe('Default: from the URL, else generate'),
  url: z
    .string()
    .max(2_000)
    .optional()
    .describe('Where it is; may carry protocol and model: openai+https://host/v1#model'),
  model: z.string().min(1).max(200).optional().describe("The model's name as the provider knows it"),
  key_env: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'the name of an environment variable, such as MY_KEY')
    .optional()
    .describe('The variable that holds its API key; default NARU_KEY_<ALIAS>'),
  prices: pricesSchema.optional().describe('Price for 1,000 tokens, in currency'),
  timeouts: ownTimeoutsSchema.optional().describe('Over provider_defaults.timeouts'),
  context_window_tokens: z.int().min(1).optional().describe('Input and output together; default: taken to fit'),
  tools: switchSchema.optional().describe('Whether it takes tools; default: not for generate'),
  vision: switchSchema.optional().describe('Whether it takes images; default: for openai and anthropic'),
  region: z.string().min(1).max(64).optional().describe('Where it processes what it is sent, such as apac'),
  retains_prompts: switchSchema
    .optional()
    .describe('Whether it keeps prompts after the answer; default: on, but for toy'),
});

export type FileProvider = z.infer<typeof providerSchema>;
export type FilePrices = z.infer<typeof pricesSchema>;
export type FileTimeouts = z.infer<typeof timeoutsSchema>;
