import { describeTicketService } from '@naru/support/testing';
import { createSqlTicketService } from './sql-ticket-service.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeTicketService('SQLite in memory', async t => createSqlTicketService(await openTestDatabase(t)));

describeTicketService('SQLite in a file', async t =>
  createSqlTicketService(await openTestDatabase(t, { path: databasePath(t) })),
);
