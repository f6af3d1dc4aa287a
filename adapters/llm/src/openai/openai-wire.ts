/** What is read of a whole Chat Completions answer, checked; all else is left alone. */
export interface OpenaiCompletion {
  readonly model: string | undefined;
  readonly finishReason: string | undefined;
  readonly text: string;
  readonly refusal: string;
  readonly reasoning: string;
  readonly toolCalls: readonly unknown[];
  readonly usage: unknown;
}

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
