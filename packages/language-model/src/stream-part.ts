import type { FinishReason } from './finish-reason.ts';
import type { Citation, ToolCall } from './prompt.ts';
import type { TokenUsage } from './token-usage.ts';

/**
 * One piece of an answer.
 *
 * A plain model gives, in order: `response` (with or before the first content; of a JSON answer also as soon as its
 * headers are there), deltas, tool calls and sources as they come, and `finish` as the very last part. A router puts
 * `served` before everything else that it lets through, may add `restart`, and keeps `response` to itself.
 */
export type StreamPart = (
  | ResponsePart
  | ServedPart
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | { readonly type: 'tool-call-start'; readonly id: string; readonly name: string }
  | { readonly type: 'tool-call-delta'; readonly id: string; readonly inputText: string }
  | ({ readonly type: 'tool-call' } & ToolCall)
  | { readonly type: 'sources'; readonly citations: readonly Citation[] }
  | FinishPart
  /** What came before belongs to an attempt that broke; drop it. Another `served` follows. */
  | { readonly type: 'restart' }
) &
  PassThrough;

interface PassThrough {
  /**
   * The provider's own bytes for this part, when caller and provider speak the same protocol and the caller
   * asked for them with `ModelCall.raw`: whole frames, in order, nothing between two parts left out. With mode
   * `json` the whole body stands on `finish`.
   */
  readonly frame?: Uint8Array;
}

/** What a provider said about the call before its content. */
export interface ResponsePart {
  readonly type: 'response';
  /** The model's name as the provider gives it; not always the one asked for. */
  readonly model?: string | undefined;
  readonly quota?: QuotaSignal | undefined;
}

/** What is left of a provider's limits, by its `x-ratelimit-remaining-*` headers. */
export interface QuotaSignal {
  readonly remainingRequests?: number | undefined;
  readonly remainingTokens?: number | undefined;
}

/** Who answers. Given once an answer's first content is there, so that it is known before it is shown. */
export interface ServedPart {
  readonly type: 'served';
  /** Alias of the provider. */
  readonly provider: string;
  readonly model: string;
  /** Attempts made for this call, this one included. */
  readonly attempts: number;
  readonly decisionId: string;
  /** The decision's reason code. */
  readonly reason: string;
  /** True when another provider than the decision's first one answers. */
  readonly isFallback: boolean;
  /** True when the parts carry the provider's own frames. */
  readonly passThrough: boolean;
}

export interface FinishPart {
  readonly type: 'finish';
  readonly reason: FinishReason;
  readonly usage: TokenUsage;
  /** Price in micro-units of the configured currency; undefined where no price is known. Set by the router. */
  readonly costMicros?: number | undefined;
}
