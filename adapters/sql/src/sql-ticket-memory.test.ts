import { describeTicketMemory } from '@naru/support/testing';
import { createSqlTicketMemory } from './sql-ticket-memory.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeTicketMemory('SQLite in memory', async t => createSqlTicketMemory(await openTestDatabase(t)));

describeTicketMemory('SQLite in a file', async t =>
  createSqlTicketMemory(await openTestDatabase(t, { path: databasePath(t) })),
);
