import { describeTicketService } from '@naru/support/testing';
import { createSqlTicketService } from './sql-ticket-service.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('TicketService', (name, open) => {
  describeTicketService(name, async t => createSqlTicketService(await open(t)));
});
