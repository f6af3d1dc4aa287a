/** Tokens of one attempt. */
export interface TokenUsage {
  /** All input tokens, those read from a cache included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The part of `inputTokens` that the provider read from its cache. */
  readonly cacheReadTokens: number;
  /** True when the provider did not say and `estimateTokens` did. */
  readonly estimated: boolean;
}
