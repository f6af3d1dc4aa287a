import { describeLedgerTotals } from '@naru/router/testing';
import { createSqlLedgerStore } from './sql-ledger-store.ts';
import { createSqlLedgerTotals } from './sql-ledger-totals.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('LedgerTotals', (name, open) => {
  describeLedgerTotals(name, async t => {
    const database = await open(t);
    return { ledger: createSqlLedgerStore(database), totals: createSqlLedgerTotals(database) };
  });
});
