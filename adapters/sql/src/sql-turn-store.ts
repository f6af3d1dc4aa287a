import { sql } from 'kysely';
import { turnAsOf, type TurnStore } from '@naru/chat';
import { claimTurn } from './claim-turn.ts';
import { toColumnText } from './column-text.ts';
import type { SqlDatabase } from './sql-database.ts';
import { fromTurnRow, toStateColumns } from './turn-row.ts';

/** Turns in a table. Who may run one is decided in `claim-turn.ts`, and by the table's unique indexes. */
export function createSqlTurnStore(database: SqlDatabase): TurnStore {
  return {
    async claim(claim) {
      const names = [`session ${claim.turn.sessionId}`, `key ${claim.idempotencyKey ?? claim.turn.id}`];
      return database.claim(names, transaction => claimTurn(transaction, claim));
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
      const { numUpdatedRows } = await database.write(db =>
        db
          .updateTable('chat_turn')
          .set(toStateColumns({ name: 'ended', endedAtMs, result }))
          .where('id', '=', toColumnText(turnId))
          .where('state', '=', 'running')
          .executeTakeFirstOrThrow(),
      );
      return numUpdatedRows === 1n;
    },

    async find(turnId) {
      const row = await database.read(db =>
        db.selectFrom('chat_turn').selectAll().where('id', '=', toColumnText(turnId)).executeTakeFirst(),
      );
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
      const newestFirst = await database.read(db =>
        db
          .selectFrom('chat_turn as turn')
          .selectAll()
          .where('session_id', '=', toColumnText(sessionId))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('chat_turn as later')
                  .select('later.id')
                  .whereRef('later.replaces_turn_id', '=', 'turn.id')
                  .whereRef('later.session_id', '=', 'turn.session_id')
                  .where(either =>
                    either.or([either('later.state', '=', 'ended'), either('later.lease_until_ms', '<=', nowMs)]),
                  ),
              ),
            ),
          )
          .orderBy('number', 'desc')
          .limit(Math.max(0, limit))
          .execute(),
      );
      return newestFirst.reverse().map(row => turnAsOf(fromTurnRow(row), nowMs));
    },
  };
}
