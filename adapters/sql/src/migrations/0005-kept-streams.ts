import type { Migration } from './migration.ts';

/** Streams of answers that a process left behind when it stopped. */
export const keptStreams: Migration = {
  name: '0005-kept-streams',
  async up({ schema }) {
    await schema
      .createTable('chat_stream')
      .addColumn('stream_id', 'text', column => column.primaryKey().notNull())
      .addColumn('until_ms', 'bigint', column => column.notNull())
      .addColumn('chunks', 'text', column => column.notNull())
      .execute();
    await schema.createIndex('chat_stream_until').on('chat_stream').column('until_ms').execute();
  },
};
