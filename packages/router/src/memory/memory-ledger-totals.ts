import { totalsOf } from '../money/ledger-total.ts';
import type { LedgerStore } from '../ports/ledger-store.ts';
import type { LedgerTotals } from '../ports/ledger-totals.ts';

/** The reference `LedgerTotals`, over the attempts of any store. */
export function createMemoryLedgerTotals(ledger: Pick<LedgerStore, 'attempts'>): LedgerTotals {
  return {
    async totals(query) {
      const { sinceMs, untilMs } = query;
      return totalsOf(await ledger.attempts({ sinceMs, untilMs, limit: Number.MAX_SAFE_INTEGER }), query);
    },
  };
}
