import type { Migration } from './migration.ts';

/** Tickets, what is remembered of them for a while, and what customers say of answers. */
export const ticketsAndFeedback: Migration = {
  name: '0003-tickets-and-feedback',
  async up({ schema }) {
    await schema
      .createTable('ticket')
      .addColumn('number', 'text', column => column.primaryKey().notNull())
      .addColumn('day', 'text', column => column.notNull())
      .addColumn('sequence', 'bigint', column => column.notNull())
      .addColumn('owner_key', 'text', column => column.notNull())
      .addColumn('session_id', 'text')
      .addColumn('idempotency_key', 'text', column => column.notNull())
      .addColumn('subject', 'text', column => column.notNull())
      .addColumn('message', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('category', 'text')
      .addColumn('severity', 'text')
      .addColumn('first_response_minutes', 'integer', column => column.notNull())
      .addColumn('created_at_ms', 'bigint', column => column.notNull())
      .addColumn('hand_off', 'text')
      .execute();
    await schema
      .createIndex('ticket_idempotency')
      .on('ticket')
      .columns(['owner_key', 'idempotency_key'])
      .unique()
      .execute();
    await schema.createIndex('ticket_owner').on('ticket').columns(['owner_key', 'created_at_ms']).execute();

    await schema
      .createTable('ticket_day')
      .addColumn('day', 'text', column => column.primaryKey().notNull())
      .addColumn('last_sequence', 'bigint', column => column.notNull())
      .execute();

    await schema
      .createTable('ticket_scope')
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('scope_id', 'text', column => column.notNull())
      .addColumn('epoch', 'bigint', column => column.notNull())
      .addColumn('mark', 'text')
      .addColumn('last', 'text')
      .addColumn('last_until_ms', 'bigint', column => column.notNull())
      .addPrimaryKeyConstraint('ticket_scope_key', ['kind', 'scope_id'])
      .execute();

    await schema
      .createTable('ticket_inquiry')
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('scope_id', 'text', column => column.notNull())
      .addColumn('inquiry', 'text', column => column.notNull())
      .addColumn('ticket', 'text', column => column.notNull())
      .addColumn('until_ms', 'bigint', column => column.notNull())
      .addPrimaryKeyConstraint('ticket_inquiry_key', ['kind', 'scope_id', 'inquiry'])
      .execute();
    await schema.createIndex('ticket_inquiry_until').on('ticket_inquiry').column('until_ms').execute();

    await schema
      .createTable('answer_feedback')
      .addColumn('session_id', 'text', column => column.notNull())
      .addColumn('message_id', 'text', column => column.notNull())
      .addColumn('owner_key', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('at_ms', 'bigint', column => column.notNull())
      .addPrimaryKeyConstraint('answer_feedback_key', ['session_id', 'message_id'])
      .execute();
  },
};
