import { describeOverrideStore } from '@naru/router/testing';
import { createSqlOverrideStore } from './sql-override-store.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeOverrideStore('SQLite in memory', async t => createSqlOverrideStore(await openTestDatabase(t)));

describeOverrideStore('SQLite in a file', async t =>
  createSqlOverrideStore(await openTestDatabase(t, { path: databasePath(t) })),
);
