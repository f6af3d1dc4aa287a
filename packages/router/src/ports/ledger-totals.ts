/** What attempts can be added up by. `day` is the day of `dayOffsetMs`. */
export const LEDGER_DIMENSIONS = ['provider', 'assistant', 'tenant', 'intent', 'day'] as const;
export type LedgerDimension = (typeof LEDGER_DIMENSIONS)[number];

/** Adds up what the ledger holds, where that is kept, so that no row has to travel. */
export interface LedgerTotals {
  /** Attempts that began in [sinceMs, untilMs), added up; dearest first, days in order; at most `limit` lines. */
  totals(query: LedgerTotalsQuery): Promise<readonly LedgerTotal[]>;
}

export interface LedgerTotalsQuery {
  readonly by: LedgerDimension;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** How far the clock on the wall is ahead of UTC where a day begins. */
  readonly dayOffsetMs: number;
  readonly limit: number;
}

export interface LedgerTotal {
  /** Missing where the attempts name none; a day as `2026-11-20`. */
  readonly key: string | undefined;
  /** Calls that led to them. */
  readonly decisions: number;
  readonly attempts: number;
  /** Of these, those that did not end well. */
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly costMicros: number;
  /** Attempts whose price is not known; they are not in `costMicros`. */
  readonly unpriced: number;
  /** Attempts whose tokens the provider did not report. */
  readonly estimated: number;
}
