import type { Migration } from './migration.ts';

/** When all that a scope remembers of tickets is past, so that its row can go. */
export const endsOfTicketScopes: Migration = {
  name: '0007-ends-of-ticket-scopes',
  async up({ schema }) {
    await schema
      .alterTable('ticket_scope')
      .addColumn('until_ms', 'bigint', column => column.notNull().defaultTo(0))
      .execute();
    await schema.createIndex('ticket_scope_until').on('ticket_scope').column('until_ms').execute();
  },
};
