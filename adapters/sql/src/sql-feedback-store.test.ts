import { describeFeedbackStore } from '@naru/support/testing';
import { createSqlFeedbackStore } from './sql-feedback-store.ts';
import { databasePath, openTestDatabase } from './testing/open-test-database.ts';

describeFeedbackStore('SQLite in memory', async t => createSqlFeedbackStore(await openTestDatabase(t)));

describeFeedbackStore('SQLite in a file', async t =>
  createSqlFeedbackStore(await openTestDatabase(t, { path: databasePath(t) })),
);
