import { sql } from 'kysely';
import { turnAsOf, type TurnStore } from '@naru/chat';
import { claimQueries, claimTurn } from './claim-turn.ts';
import { toColumnText } from './column-text.ts';
import { FixedQuery } from './fixed-query.ts';
import type { SqlDatabase } from './sql-database.ts';
import type { TurnRow } from './tables.ts';
import { fromTurnRow, toStateColumns } from './turn-row.ts';

/** Turns in a table. Who may run one is decided in `claim-turn.ts`, and by the table's unique indexes. */
export function createSqlTurnStore(database: SqlDatabase): TurnStore {
  const queries = { ...claimQueries(), ...turnQueries() };
  return {
    async claim(claim) {
      const names = [`session ${claim.turn.sessionId}`, `key ${claim.idempotencyKey ?? claim.turn.id}`];
      return database.claim(names, transaction => claimTurn(transaction, claim, queries));
    },

    async release(turnId) {
      await database.write(db =>
        db.deleteFrom('chat_turn').where('id', '=', toColumnText(turnId)).where('state', '=', 'running').execute(),
      );
    },

    async renew(turnId, leaseUntilMs) {
      const { numUpdatedRows } = await database.write(db =>
        db
          .updateTable('chat_turn')
          .set({ lease_until_ms: leaseUntilMs })
          .where('id', '=', toColumnText(turnId))
          .where('state', '=', 'running')
          .executeTakeFirstOrThrow(),
      );
      return numUpdatedRows === 1n;
    },

    async finish(turnId, endedAtMs, result) {
      const columns = toStateColumns({ name: 'ended', endedAtMs, result });
      const values = { id: toColumnText(turnId), ...columns };
      return (await database.write(db => queries.finish.change(db, values))) === 1;
    },

    async find(turnId) {
      const row = await database.read(db => queries.find.firstRow(db, { id: toColumnText(turnId) }));
      return row && fromTurnRow(row);
    },

    async findByMessage(sessionId, messageId) {
      const row = await database.read(db =>
        db
          .selectFrom('chat_turn')
          .selectAll()
          .where('session_id', '=', toColumnText(sessionId))
          .where('message_id', '=', toColumnText(messageId))
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst(),
      );
      return row && fromTurnRow(row);
    },

    async findRunning(sessionId, nowMs) {
      const row = await database.read(db =>
        db
          .selectFrom('chat_turn')
          .selectAll()
          .where('session_id', '=', toColumnText(sessionId))
          // A literal, for only then SQLite sees that the index over running turns will do.
          .where('state', '=', sql.lit('running'))
          .where('lease_until_ms', '>', nowMs)
          .executeTakeFirst(),
      );
      return row && fromTurnRow(row);
    },

    async list(sessionId, limit, nowMs) {
      const values = { session_id: toColumnText(sessionId), now_ms: nowMs, limit: Math.max(0, limit) };
      const newestFirst = await database.read(db => queries.list.rows(db, values));
      return newestFirst.toReversed().map(row => turnAsOf(fromTurnRow(row), nowMs));
    },
  };
}

interface ListValues {
  readonly session_id: string;
  readonly now_ms: number;
  readonly limit: number;
}

/** The statements that every turn runs. */
function turnQueries() {
  return {
    finish: new FixedQuery<Pick<TurnRow, 'id' | 'state' | 'lease_until_ms' | 'ended_at_ms' | 'result'>>((db, value) =>
      db
        .updateTable('chat_turn')
        .set({
          state: value('state'),
          lease_until_ms: value('lease_until_ms'),
          ended_at_ms: value('ended_at_ms'),
          result: value('result'),
        })
        .where('id', '=', value('id'))
        .where('state', '=', 'running'),
    ),
    find: new FixedQuery<{ readonly id: string }, TurnRow>((db, value) =>
      db.selectFrom('chat_turn').selectAll().where('id', '=', value('id')),
    ),
    list: new FixedQuery<ListValues, TurnRow>((db, value) =>
      db
        .selectFrom('chat_turn as turn')
        .selectAll()
        .where('session_id', '=', value('session_id'))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('chat_turn as later')
                .select('later.id')
                .whereRef('later.replaces_turn_id', '=', 'turn.id')
                .whereRef('later.session_id', '=', 'turn.session_id')
                .where(either =>
                  either.or([
                    either('later.state', '=', 'ended'),
                    either('later.lease_until_ms', '<=', value('now_ms')),
                  ]),
                ),
            ),
          ),
        )
        .orderBy('number', 'desc')
        .limit(value('limit')),
    ),
  };
}
