import type { LanguageModel } from '@naru/language-model';

/** One upstream endpoint, as configured. Holds no secret. */
export interface Provider {
  /** Unique, `[a-z0-9_-]+`; the only name of a provider that appears in metrics. */
  readonly alias: string;
  readonly protocol: string;
  /** Empty for an embedded provider. */
  readonly url: string;
  /** The model's name as the provider knows it. */
  readonly model: string;
  /** Missing where nobody said what it costs. */
  readonly prices?: ProviderPrices;
  readonly timeouts: ProviderTimeouts;
  /** Tokens of input and output together. Missing: taken to fit whatever is asked. */
  readonly contextWindowTokens?: number;
  readonly capabilities: ProviderCapabilities;
}

/** Micro-units of the configured currency for 1,000 tokens. */
export interface ProviderPrices {
  readonly inputMicrosPer1k: number;
  readonly outputMicrosPer1k: number;
  readonly cacheReadMicrosPer1k: number;
}

/** Milliseconds; each timer is armed before the wait that it bounds. */
export interface ProviderTimeouts {
  readonly connectMs: number;
  /** Attempt start to first accepted content of a stream. */
  readonly firstTokenMs: number;
  /** Request sent to headers of a JSON answer. */
  readonly jsonHeadersMs: number;
  /** One content part to the next. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** After this grace an answer must have come at `minCharsPerSecond` or faster, else it counts as idle. */
  readonly dripGraceMs: number;
  readonly minCharsPerSecond: number;
}

export interface ProviderCapabilities {
  readonly tools: boolean;
  readonly vision: boolean;
  /** Where the provider processes what it is sent, such as `apac`; `global` promises nothing. */
  readonly region?: string;
  /** Whether the provider keeps prompts after the answer. */
  readonly retainsPrompts: boolean;
}

/** A provider with the adapter that speaks to it. */
export interface ProviderEntry {
  readonly provider: Provider;
  readonly languageModel: LanguageModel;
}
