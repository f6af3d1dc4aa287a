import { describeTurnStore } from '@naru/chat/testing';
import { createSqlTurnStore } from './sql-turn-store.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeTurnStore('SQLite in memory', async t => createSqlTurnStore(await openTestDatabase(t)));

describeTurnStore('SQLite in a file', async t =>
  createSqlTurnStore(await openTestDatabase(t, { path: databasePath(t) })),
);
