import { describeSessionStore } from '@naru/chat/testing';
import { createSqlSessionStore } from './sql-session-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('SessionStore', (name, open) => {
  describeSessionStore(name, async t => createSqlSessionStore(await open(t)));
});
