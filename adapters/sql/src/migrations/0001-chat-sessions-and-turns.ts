import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Conversations and their turns. */
export const chatSessionsAndTurns: Migration = {
  name: '0001-chat-sessions-and-turns',
  async up({ schema }) {
    await schema
      .createTable('chat_session')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('owner_key', 'text', column => column.notNull())
      .addColumn('assistant', 'text', column => column.notNull())
      .addColumn('alias', 'text')
      .addColumn('created_at_ms', 'bigint', column => column.notNull())
      .addColumn('state', 'text', column => column.notNull())
      .execute();
    // NULLs are different from each other: conversations without an alias do not meet.
    await schema
      .createIndex('chat_session_alias')
      .unique()
      .on('chat_session')
      .columns(['owner_key', 'alias'])
      .execute();

    await schema
      .createTable('chat_turn')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('session_id', 'text', column => column.notNull())
      .addColumn('number', 'bigint', column => column.notNull())
      .addColumn('owner_key', 'text', column => column.notNull())
      .addColumn('stream_id', 'text', column => column.notNull())
      .addColumn('message_id', 'text', column => column.notNull())
      .addColumn('replaces_turn_id', 'text')
      .addColumn('created_at_ms', 'bigint', column => column.notNull())
      .addColumn('question', 'text', column => column.notNull())
      .addColumn('state', 'text', column => column.notNull())
      .addColumn('lease_until_ms', 'bigint')
      .addColumn('ended_at_ms', 'bigint')
      .addColumn('result', 'text')
      .addColumn('idempotency_key', 'text')
      .addColumn('fingerprint', 'text', column => column.notNull())
      .addColumn('idempotency_expires_at_ms', 'bigint', column => column.notNull())
      .addCheckConstraint(
        'chat_turn_state',
        sql`state = 'running' AND lease_until_ms IS NOT NULL
        OR state = 'ended' AND ended_at_ms IS NOT NULL AND result IS NOT NULL`,
      )
      .execute();
    await schema.createIndex('chat_turn_number').unique().on('chat_turn').columns(['session_id', 'number']).execute();
    // These two decide, whatever the code does: one running turn in a conversation, one turn for a message.
    await schema
      .createIndex('chat_turn_running')
      .unique()
      .on('chat_turn')
      .column('session_id')
      .where(sql<boolean>`state = 'running'`)
      .execute();
    await schema
      .createIndex('chat_turn_idempotency_key')
      .unique()
      .on('chat_turn')
      .column('idempotency_key')
      .where(sql<boolean>`idempotency_key IS NOT NULL`)
      .execute();
    await schema
      .createIndex('chat_turn_replaces')
      .on('chat_turn')
      .column('replaces_turn_id')
      .where(sql<boolean>`replaces_turn_id IS NOT NULL`)
      .execute();
  },
};
