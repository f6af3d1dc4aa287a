import type { Migration } from './migration.ts';

/** What was decided, tried and paid for; what operators said, and what was done. */
export const ledgerAndOverrides: Migration = {
  name: '0002-ledger-and-overrides',
  async up({ schema }) {
    await schema
      .createTable('ledger_run')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('instance', 'text', column => column.notNull())
      .addColumn('started_at_ms', 'bigint', column => column.notNull())
      .addColumn('begun', 'bigint', column => column.notNull())
      .addColumn('written', 'bigint', column => column.notNull())
      .addColumn('closed', 'integer', column => column.notNull())
      .execute();

    await schema
      .createTable('ledger_attempt')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('decision_id', 'text', column => column.notNull())
      .addColumn('request_id', 'text', column => column.notNull())
      .addColumn('trace_id', 'text', column => column.notNull())
      .addColumn('tenant', 'text')
      .addColumn('assistant', 'text')
      .addColumn('intent', 'text')
      .addColumn('provider', 'text', column => column.notNull())
      .addColumn('mode', 'text', column => column.notNull())
      .addColumn('attempt', 'integer', column => column.notNull())
      .addColumn('outcome', 'text', column => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('committed', 'integer', column => column.notNull())
      .addColumn('dispatched', 'integer', column => column.notNull())
      .addColumn('started_at_ms', 'bigint', column => column.notNull())
      .addColumn('duration_ms', 'double precision', column => column.notNull())
      .addColumn('first_token_ms', 'double precision')
      .addColumn('input_tokens', 'bigint', column => column.notNull())
      .addColumn('output_tokens', 'bigint', column => column.notNull())
      .addColumn('cache_read_tokens', 'bigint', column => column.notNull())
      .addColumn('estimated', 'integer', column => column.notNull())
      .addColumn('cost_micros', 'bigint')
      .execute();
    await schema.createIndex('ledger_attempt_time').on('ledger_attempt').column('started_at_ms').execute();

    await schema
      .createTable('ledger_decision')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('at_ms', 'bigint', column => column.notNull())
      .addColumn('record', 'text', column => column.notNull())
      .execute();
    await schema.createIndex('ledger_decision_time').on('ledger_decision').column('at_ms').execute();

    await schema
      .createTable('ledger_configuration')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('configuration', 'text', column => column.notNull())
      .execute();

    await schema
      .createTable('routing_override')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('created_at_ms', 'bigint', column => column.notNull())
      .addColumn('ended', 'integer', column => column.notNull())
      .addColumn('override', 'text', column => column.notNull())
      .execute();

    await schema
      .createTable('audit')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('at_ms', 'bigint', column => column.notNull())
      .addColumn('record', 'text', column => column.notNull())
      .execute();
    await schema.createIndex('audit_time').on('audit').columns(['kind', 'at_ms']).execute();
  },
};
