import { describeTicketMemory } from '@naru/support/testing';
import { createSqlTicketMemory } from './sql-ticket-memory.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('TicketMemory', (name, open) => {
  describeTicketMemory(name, async t => createSqlTicketMemory(await open(t)));
});
