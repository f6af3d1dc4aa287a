import { describeLedgerStore } from '@naru/router/testing';
import { createSqlLedgerStore } from './sql-ledger-store.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeLedgerStore('SQLite in memory', async t => createSqlLedgerStore(await openTestDatabase(t)));

describeLedgerStore('SQLite in a file', async t =>
  createSqlLedgerStore(await openTestDatabase(t, { path: databasePath(t) })),
);
