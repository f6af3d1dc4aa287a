import { sql, type Transaction } from 'kysely';
import type { DecisionRecord, LedgerBatch, LedgerRun, LedgerStore } from '@naru/router';
import { fromColumnText, toColumnText } from './column-text.ts';
import { fromAttemptRow, toAttemptRow } from './ledger-attempt-row.ts';
import { RowInsert } from './row-insert.ts';
import type { SqlDatabase } from './sql-database.ts';
import { readStoredJson } from './stored-json.ts';
import { storedConfiguration, storedDecision } from './stored-routing.ts';
import type { LedgerAttemptRow, LedgerDecisionRow, Tables } from './tables.ts';

const HOUR_MS = 3_600_000;

/** The ledger in tables. A batch is one transaction; the keys of the tables make each row once. */
export function createSqlLedgerStore(database: SqlDatabase): LedgerStore {
  const inserts = ledgerInserts();
  return {
    async openRun(run) {
      return database.claim([`ledger ${run.instance}`], transaction => openRun(transaction, run));
    },

    async write(batch) {
      await database.claim([`ledger run ${batch.runId}`], transaction => write(transaction, batch, inserts));
    },

    async closeRun(runId) {
      await database.write(db =>
        db.updateTable('ledger_run').set({ closed: 1 }).where('id', '=', toColumnText(runId)).execute(),
      );
    },

    async attempts({ sinceMs, untilMs, limit }) {
      const rows = await database.read(db =>
        db
          .selectFrom('ledger_attempt')
          .selectAll()
          .where('started_at_ms', '>=', sinceMs)
          .where('started_at_ms', '<', untilMs)
          .orderBy('started_at_ms')
          .limit(limit)
          .execute(),
      );
      return rows.map(fromAttemptRow);
    },

    async decisions({ sinceMs, untilMs, limit }) {
      const rows = await database.read(db =>
        db
          .selectFrom('ledger_decision')
          .selectAll()
          .where('at_ms', '>=', sinceMs)
          .where('at_ms', '<', untilMs)
          .orderBy('at_ms')
          .limit(limit)
          .execute(),
      );
      return rows.map(({ id, record }) =>
        readStoredJson(storedDecision, record, { table: 'ledger_decision', rowId: id, column: 'record' }),
      );
    },

    async findDecision(id) {
      const row = await database.read(db =>
        db.selectFrom('ledger_decision').selectAll().where('id', '=', toColumnText(id)).executeTakeFirst(),
      );
      const place = { table: 'ledger_decision', rowId: id, column: 'record' };
      return row && readStoredJson(storedDecision, row.record, place);
    },

    async findConfiguration(id) {
      const row = await database.read(db =>
        db.selectFrom('ledger_configuration').selectAll().where('id', '=', toColumnText(id)).executeTakeFirst(),
      );
      const place = { table: 'ledger_configuration', rowId: id, column: 'configuration' };
      return row && readStoredJson(storedConfiguration, row.configuration, place);
    },

    async spentSince(sinceMs) {
      const hour = sql<number>`started_at_ms - started_at_ms % ${sql.lit(HOUR_MS)}`;
      const rows = await database.read(db =>
        db
          .selectFrom('ledger_attempt')
          .select(['tenant', 'assistant', hour.as('hour'), ({ fn }) => fn.sum<number>('cost_micros').as('micros')])
          .where('started_at_ms', '>=', Math.floor(sinceMs / HOUR_MS) * HOUR_MS)
          .where('cost_micros', '>', 0)
          .groupBy(['tenant', 'assistant', hour])
          .execute(),
      );
      return rows.map(({ tenant, assistant, hour: hourStartMs, micros }) => ({
        hourStartMs: Number(hourStartMs),
        tenant: tenant === null ? undefined : fromColumnText(tenant),
        assistant: assistant === null ? undefined : fromColumnText(assistant),
        micros: Number(micros),
      }));
    },

    async forgetBefore(beforeMs) {
      await database.write(db => db.deleteFrom('ledger_decision').where('at_ms', '<', beforeMs).execute());
      const { numDeletedRows } = await database.write(db =>
        db.deleteFrom('ledger_attempt').where('started_at_ms', '<', beforeMs).executeTakeFirstOrThrow(),
      );
      return Number(numDeletedRows);
    },
  };
}

async function openRun(transaction: Transaction<Tables>, { id, instance, startedAtMs }: LedgerRun) {
  const own = toColumnText(instance);
  const dead = await transaction
    .selectFrom('ledger_run')
    .select(['begun', 'written'])
    .where('instance', '=', own)
    .where('closed', '=', 0)
    .execute();
  await transaction.updateTable('ledger_run').set({ closed: 1 }).where('instance', '=', own).execute();
  await transaction
    .insertInto('ledger_run')
    .values({ id: toColumnText(id), instance: own, started_at_ms: startedAtMs, begun: 0, written: 0, closed: 0 })
    .execute();
  const lost = dead.reduce((sum, { begun, written }) => sum + Math.max(0, begun - written), 0);
  return { runs: dead.length, attempts: lost };
}

interface LedgerInserts {
  readonly attempts: RowInsert<LedgerAttemptRow>;
  readonly decisions: RowInsert<LedgerDecisionRow>;
}

/** The two that every call writes; both leave alone what is there. */
function ledgerInserts(): LedgerInserts {
  return {
    attempts: new RowInsert((transaction, rows) =>
      transaction
        .insertInto('ledger_attempt')
        .values(rows)
        .onConflict(conflict => conflict.column('id').doNothing()),
    ),
    decisions: new RowInsert((transaction, rows) =>
      transaction
        .insertInto('ledger_decision')
        .values(rows)
        .onConflict(conflict => conflict.column('id').doNothing()),
    ),
  };
}

async function write(
  transaction: Transaction<Tables>,
  { runId, begunAttempts, attempts, decisions, configurations }: LedgerBatch,
  inserts: LedgerInserts,
): Promise<void> {
  const written = await inserts.attempts.into(transaction, attempts.map(toAttemptRow));
  await inserts.decisions.into(transaction, decisions.map(toDecisionRow));
  if (configurations.length > 0) {
    await transaction
      .insertInto('ledger_configuration')
      .values(configurations.map(each => ({ id: toColumnText(each.id), configuration: JSON.stringify(each) })))
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute();
  }
  const { numUpdatedRows } = await transaction
    .updateTable('ledger_run')
    .set(({ eb }) => ({
      begun: sql<number>`CASE WHEN begun > ${begunAttempts} THEN begun ELSE ${begunAttempts} END`,
      written: eb('written', '+', written),
    }))
    .where('id', '=', toColumnText(runId))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Error(`The run ${runId} was never opened`);
}

function toDecisionRow(record: DecisionRecord): LedgerDecisionRow {
  return { id: toColumnText(record.id), at_ms: record.atMs, record: JSON.stringify(record) };
}
