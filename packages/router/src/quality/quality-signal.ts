import type { QualityShares } from '../steering-settings.ts';

export type QualityKind = keyof QualityShares;

/** What one answer was worth, seen from one side. Holds no text of anybody's. */
export interface QualitySignal {
  /** Alias of who answered. */
  readonly provider: string;
  readonly intent: string;
  readonly kind: QualityKind;
  /** 0 to 1. */
  readonly value: number;
}
