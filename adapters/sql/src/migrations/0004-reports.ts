import type { Migration } from './migration.ts';

/** Reports that questions are asked about. */
export const reports: Migration = {
  name: '0004-reports',
  async up({ schema }) {
    await schema
      .createTable('report')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('created_at_ms', 'bigint', column => column.notNull())
      .addColumn('title', 'text', column => column.notNull())
      .addColumn('headline', 'text', column => column.notNull())
      .addColumn('content', 'text', column => column.notNull())
      .execute();
    await schema.createIndex('report_time').on('report').columns(['created_at_ms', 'id']).execute();
  },
};
