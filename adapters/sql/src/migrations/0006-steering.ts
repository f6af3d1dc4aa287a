import type { Migration } from './migration.ts';

/** What steering has learnt: how good answers were, and which canaries have ended by themselves. */
export const steering: Migration = {
  name: '0006-steering',
  async up({ schema }) {
    await schema
      .createTable('answer_quality')
      .addColumn('provider', 'text', column => column.notNull())
      .addColumn('intent', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('day', 'integer', column => column.notNull())
      .addColumn('total', 'double precision', column => column.notNull())
      .addColumn('samples', 'bigint', column => column.notNull())
      .addColumn('last_at_ms', 'bigint', column => column.notNull())
      .addPrimaryKeyConstraint('answer_quality_key', ['provider', 'intent', 'kind', 'day'])
      .execute();
    await schema.createIndex('answer_quality_day').on('answer_quality').column('day').execute();

    await schema
      .createTable('canary_end')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('because', 'text', column => column.notNull())
      .addColumn('at_ms', 'bigint', column => column.notNull())
      .execute();
  },
};
