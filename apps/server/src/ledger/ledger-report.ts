import type { LedgerLine, LedgerReport } from '@naru/api-contract';
import type { LedgerDimension, LedgerTotal, LedgerTotals } from '@naru/router';

export interface LedgerQuestion {
  readonly by: LedgerDimension;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Lines that are shown. */
  readonly limit: number;
}

export interface LedgerReportDeps {
  readonly totals: LedgerTotals;
  readonly currency: string;
  readonly dayOffsetMs: number;
}

/** More groups than there can be providers, assistants, intents, tenants or days on record. */
const MOST_LINES = 10_000;
const MICROS = 1_000_000;

/** What was spent on what, for `naru ledger` and `GET /internal/ledger` (R-COST-2). */
export async function ledgerReport(
  { by, sinceMs, untilMs, limit }: LedgerQuestion,
  { totals, currency, dayOffsetMs }: LedgerReportDeps,
): Promise<LedgerReport> {
  const groups = await totals.totals({ by, sinceMs, untilMs, dayOffsetMs, limit: MOST_LINES });
  const lines = groups.map(toLine);
  const sum = (of: (line: LedgerLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    by,
    since: new Date(sinceMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    currency,
    lines: lines.slice(0, limit),
    total: {
      attempts: sum(({ attempts }) => attempts),
      failures: sum(({ failures }) => failures),
      input_tokens: sum(line => line.input_tokens),
      output_tokens: sum(line => line.output_tokens),
      cache_read_tokens: sum(line => line.cache_read_tokens),
      // Whole micro-units, added up before they become fractions.
      cost: groups.reduce((total, { costMicros }) => total + costMicros, 0) / MICROS,
      unpriced: sum(({ unpriced }) => unpriced),
      estimated: sum(({ estimated }) => estimated),
    },
  };
}

function toLine(total: LedgerTotal): LedgerLine {
  return {
    key: total.key ?? null,
    decisions: total.decisions,
    attempts: total.attempts,
    failures: total.failures,
    input_tokens: total.inputTokens,
    output_tokens: total.outputTokens,
    cache_read_tokens: total.cacheReadTokens,
    cost: total.costMicros / MICROS,
    unpriced: total.unpriced,
    estimated: total.estimated,
  };
}
