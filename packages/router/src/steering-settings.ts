/** Cheap answers first: always, or when a spend ceiling is crossed. */
export interface CostSettings {
  /** Default false. A crossed soft ceiling steers also where this is false. */
  readonly steering?: boolean;
  /** Alias or URL; missing: the one with the lowest mean price, where at least two have prices. */
  readonly lowCostProvider?: string;
}

export interface QualitySettings {
  /** The head is replaced where its weight for the intent is below; default 0.5, 0 switches the floor off. */
  readonly cutline?: number;
  /** Fewer samples than this count as weight 1; default 20. */
  readonly minSamples?: number;
  /** How fast what was seen loses its say, and after which it is forgotten; default 7. */
  readonly decayDays?: number;
  /** How much each signal says; default 0.5, 0.2, 0.3. Need not add up to 1. */
  readonly weights?: QualityShares;
}

export interface QualityShares {
  readonly groundedness: number;
  readonly actionability: number;
  readonly resolution: number;
}

export interface StickinessSettings {
  /** Default false. */
  readonly enabled?: boolean;
  /** How much better, in quality and health together, another provider must be; default 0.1. */
  readonly switchCost?: number;
}

export interface CanarySettings {
  /** Alias or URL. */
  readonly provider: string;
  /** Default true. */
  readonly enabled?: boolean;
  /** The part of conversations that sees it first, 0 to 1. */
  readonly share: number;
  /** Intents of which also high-risk queries may see it; default none. */
  readonly highRiskIntents?: readonly string[];
  readonly abort?: CanaryAbortSettings;
}

/** When a canary ends by itself. Where either side has fewer samples, nothing is concluded. */
export interface CanaryAbortSettings {
  /** Of each side; default 50. */
  readonly minSamples?: number;
  /** How much higher its share of failures may be; default 0.05. */
  readonly maxExtraErrorRatio?: number;
  /** How many times the others' its time to the first token may be; default 1.5. */
  readonly maxLatencyFactor?: number;
}
