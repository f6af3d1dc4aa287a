/** Takes what answers were worth, for whoever chooses providers by it. Must be quick; holds no text of anybody's. */
export interface QualitySink {
  observe(signal: QualitySignal): void;
}

export interface QualitySignal {
  /** Alias of who answered. */
  readonly provider: string;
  readonly intent: string;
  readonly kind: 'groundedness' | 'actionability' | 'resolution';
  /** 0 to 1. */
  readonly value: number;
}
