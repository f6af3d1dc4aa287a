import { describeLedgerStore } from '@naru/router/testing';
import { createSqlLedgerStore } from './sql-ledger-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('LedgerStore', (name, open) => {
  describeLedgerStore(name, async t => createSqlLedgerStore(await open(t)));
});
