import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@naru/kernel';
import { mergeTotals, type LedgerStore, type LedgerTotal, type LedgerTotals } from '@naru/router';

/** So many at most; a part is no shorter than the least. */
const PARTS = 1_000;
const LEAST_PART_MS = 600_000;
const MOST_GROUPS = 10_000;

/**
 * Adds the ledger up part by part of the time, and lets others in between: a database in this process holds the thread
 * while it adds, and customers' streams would feel a sum over months.
 */
export function totalsInParts(totals: LedgerTotals, ledger: Pick<LedgerStore, 'attempts'>, clock: Clock): LedgerTotals {
  return {
    async totals(query) {
      const { sinceMs, untilMs } = query;
      const [oldest] = await ledger.attempts({ sinceMs, untilMs, limit: 1 });
      if (!oldest) return [];
      // Nothing was begun that is not begun yet, whatever the clock of an instance says.
      const lastMs = Math.min(untilMs, Math.max(clock.now(), oldest.startedAtMs) + LEAST_PART_MS);
      const partMs = Math.max(LEAST_PART_MS, Math.ceil((lastMs - oldest.startedAtMs) / PARTS));
      const parts: LedgerTotal[] = [];
      for (let fromMs = oldest.startedAtMs; fromMs < lastMs; fromMs += partMs) {
        const part = { ...query, sinceMs: fromMs, untilMs: Math.min(lastMs, fromMs + partMs), limit: MOST_GROUPS };
        parts.push(...(await totals.totals(part)));
        await setImmediate();
      }
      return mergeTotals(parts, query);
    },
  };
}
