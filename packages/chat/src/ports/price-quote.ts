/** What the providers behind a policy charge, so that the price of an answer is known before it is asked for. */
export interface PriceQuote {
  /** Of every provider that may answer by this policy and whose price is known; empty where none is. */
  ofPolicy(policy: string): readonly TokenPrices[];
  /** Of one provider, by alias; `undefined` where nobody said what it costs. */
  ofProvider(alias: string): TokenPrices | undefined;
}

/** Micro-units of the configured currency for 1,000 tokens. */
export interface TokenPrices {
  readonly inputMicrosPer1k: number;
  readonly outputMicrosPer1k: number;
}
