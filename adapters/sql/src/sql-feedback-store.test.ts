import { describeFeedbackStore } from '@naru/support/testing';
import { createSqlFeedbackStore } from './sql-feedback-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('FeedbackStore', (name, open) => {
  describeFeedbackStore(name, async t => createSqlFeedbackStore(await open(t)));
});
