import { z } from 'zod';

/** What is read of a whole Chat Completions answer; all else is left alone. */
export const chatCompletionSchema = z.object({
  id: z.string().optional().catch(undefined),
  model: z.string().optional().catch(undefined),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          reasoning_content: z.string().nullish().catch(undefined),
          reasoning: z.string().nullish().catch(undefined),
          tool_calls: z.array(z.unknown()).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.unknown().optional(),
});

/** One tool call, or a piece of one, as far as providers agree on it. */
export interface OpenaiToolCallDelta {
  readonly index?: unknown;
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null;
}

/** A frame of a stream, checked by hand where it is used: a schema a token would cost more than the parsing. */
export interface OpenaiFrame {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
}

export interface OpenaiChoice {
  readonly index?: unknown;
  readonly finish_reason?: unknown;
  readonly delta?: {
    readonly content?: unknown;
    readonly refusal?: unknown;
    readonly reasoning_content?: unknown;
    readonly reasoning?: unknown;
    readonly tool_calls?: unknown;
  } | null;
}
