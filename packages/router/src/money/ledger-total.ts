import type { LedgerDimension, LedgerTotal, LedgerTotalsQuery } from '../ports/ledger-totals.ts';
import type { LedgerRow } from './ledger.ts';

const DAY_MS = 86_400_000;

/** Adds attempts up: the reference of every `LedgerTotals`. */
export function totalsOf(rows: readonly LedgerRow[], query: LedgerTotalsQuery): readonly LedgerTotal[] {
  const { by, sinceMs, untilMs, dayOffsetMs, limit } = query;
  const groups = new Map<string | undefined, LedgerRow[]>();
  for (const row of rows) {
    if (row.startedAtMs < sinceMs || row.startedAtMs >= untilMs) continue;
    groups.getOrInsertComputed(keyOf(row, by, dayOffsetMs), () => []).push(row);
  }
  const totals = Array.from(groups, ([key, group]) => totalOf(key, group));
  return totals.toSorted(inOrder(by)).slice(0, limit);
}

/** Sums of several spans as those of all of them. A decision whose attempts lie in two of the spans counts twice. */
export function mergeTotals(
  parts: Iterable<LedgerTotal>,
  { by, limit }: Pick<LedgerTotalsQuery, 'by' | 'limit'>,
): readonly LedgerTotal[] {
  const merged = new Map<string | undefined, LedgerTotal>();
  for (const part of parts) {
    const known = merged.get(part.key);
    merged.set(part.key, known ? plus(known, part) : part);
  }
  return [...merged.values()].toSorted(inOrder(by)).slice(0, limit);
}

function plus(one: LedgerTotal, other: LedgerTotal): LedgerTotal {
  return {
    key: one.key,
    decisions: one.decisions + other.decisions,
    attempts: one.attempts + other.attempts,
    failures: one.failures + other.failures,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    costMicros: one.costMicros + other.costMicros,
    unpriced: one.unpriced + other.unpriced,
    estimated: one.estimated + other.estimated,
  };
}

/** The number of a day, as it stands in a database, as people write it. */
export function dayName(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

function keyOf(row: LedgerRow, by: LedgerDimension, dayOffsetMs: number): string | undefined {
  return by === 'day' ? dayName(Math.floor((row.startedAtMs + dayOffsetMs) / DAY_MS)) : row[by];
}

function totalOf(key: string | undefined, rows: readonly LedgerRow[]): LedgerTotal {
  const sum = (of: (row: LedgerRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const count = (is: (row: LedgerRow) => boolean): number => rows.filter(is).length;
  return {
    key,
    decisions: new Set(rows.map(({ decisionId }) => decisionId)).size,
    attempts: rows.length,
    failures: count(({ outcome }) => outcome !== 'ok' && outcome !== 'cancelled'),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cacheReadTokens: sum(({ cacheReadTokens }) => cacheReadTokens),
    costMicros: sum(({ costMicros }) => costMicros ?? 0),
    unpriced: count(({ costMicros }) => costMicros === undefined),
    estimated: count(({ estimated }) => estimated),
  };
}

function inOrder(by: LedgerDimension): (one: LedgerTotal, other: LedgerTotal) => number {
  const byKey = (one: LedgerTotal, other: LedgerTotal): number => ((one.key ?? '') < (other.key ?? '') ? -1 : 1);
  if (by === 'day') return byKey;
  return (one, other) => other.costMicros - one.costMicros || other.attempts - one.attempts || byKey(one, other);
}
