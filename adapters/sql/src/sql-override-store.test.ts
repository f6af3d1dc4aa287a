import { describeOverrideStore } from '@naru/router/testing';
import { createSqlOverrideStore } from './sql-override-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('OverrideStore', (name, open) => {
  describeOverrideStore(name, async t => createSqlOverrideStore(await open(t)));
});
