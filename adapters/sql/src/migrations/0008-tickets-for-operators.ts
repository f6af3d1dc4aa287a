import type { Migration } from './migration.ts';

/** The order in which operators read tickets, page by page. */
export const ticketsForOperators: Migration = {
  name: '0008-tickets-for-operators',
  async up({ schema }) {
    await schema.createIndex('ticket_place').on('ticket').columns(['day', 'sequence']).execute();
  },
};
