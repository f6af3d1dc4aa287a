import type { ModelError, OutcomeClass, QuotaSignal, TokenUsage } from '@naru/language-model';

/** How an attempt ended. Made once. */
export interface AttemptResult {
  readonly outcome: OutcomeClass;
  /** What failed, in our own words only; missing when the outcome is `ok`. */
  readonly error: ModelError | undefined;
  /** True when the turn's own waiting time was spent, which is nobody's fault. */
  readonly turnWaitSpent: boolean;
  /** Whether content had left for the caller. */
  readonly committed: boolean;
  /** Whether the request may have reached the provider. */
  readonly dispatched: boolean;
  readonly durationMs: number;
  /** Time that the caller was kept waiting before the commit point. */
  readonly waitedMs: number;
  /** Start to the first token, reasoning included; missing when none came. */
  readonly firstTokenMs: number | undefined;
  readonly usage: TokenUsage;
  /** Micro-units; `undefined` where no price is known. */
  readonly costMicros: number | undefined;
  readonly quota: QuotaSignal | undefined;
}
