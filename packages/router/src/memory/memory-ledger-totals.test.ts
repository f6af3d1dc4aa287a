import { describeLedgerTotals } from '../testing/ledger-totals.contract.ts';
import { createMemoryLedgerStore } from './memory-ledger-store.ts';
import { createMemoryLedgerTotals } from './memory-ledger-totals.ts';

describeLedgerTotals('memory', () => {
  const ledger = createMemoryLedgerStore();
  return { ledger, totals: createMemoryLedgerTotals(ledger) };
});
