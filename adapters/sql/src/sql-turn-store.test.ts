import { describeTurnStore } from '@naru/chat/testing';
import { createSqlTurnStore } from './sql-turn-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('TurnStore', (name, open) => {
  describeTurnStore(name, async t => createSqlTurnStore(await open(t)));
});
