import { describeSessionStore } from '@naru/chat/testing';
import { createSqlSessionStore } from './sql-session-store.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeSessionStore('SQLite in memory', async t => createSqlSessionStore(await openTestDatabase(t)));

describeSessionStore('SQLite in a file', async t =>
  createSqlSessionStore(await openTestDatabase(t, { path: databasePath(t) })),
);
