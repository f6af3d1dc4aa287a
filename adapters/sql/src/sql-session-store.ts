import { sql } from 'kysely';
import type { SessionStore } from '@naru/chat';
import { toColumnText } from './column-text.ts';
import { fromSessionRow, toSessionRow } from './session-row.ts';
import type { SqlDatabase } from './sql-database.ts';

/** Conversations in a table. The unique index over owner and alias decides who opens one. */
export function createSqlSessionStore(database: SqlDatabase): SessionStore {
  return {
    async open(session) {
      const row = toSessionRow(session);
      const inserted = await database.write(db =>
        db
          .insertInto('chat_session')
          .values(row)
          .onConflict(conflict => conflict.columns(['owner_key', 'alias']).doNothing())
          .executeTakeFirst(),
      );
      if (inserted.numInsertedOrUpdatedRows === 1n) return session;
      const known = await database.read(db =>
        db
          .selectFrom('chat_session')
          .selectAll()
          .where('owner_key', '=', row.owner_key)
          .where('alias', '=', row.alias)
          .executeTakeFirstOrThrow(),
      );
      return fromSessionRow(known);
    },

    async find(ownerKey, idOrAlias) {
      const name = toColumnText(idOrAlias);
      const row = await database.read(db =>
        db
          .selectFrom('chat_session')
          .selectAll()
          .where('owner_key', '=', toColumnText(ownerKey))
          .where(either => either.or([either('id', '=', name), either('alias', '=', name)]))
          .orderBy(sql`CASE WHEN id = ${name} THEN 0 ELSE 1 END`)
          .executeTakeFirst(),
      );
      return row && fromSessionRow(row);
    },

    async get(sessionId) {
      const row = await database.read(db =>
        db.selectFrom('chat_session').selectAll().where('id', '=', toColumnText(sessionId)).executeTakeFirst(),
      );
      return row && fromSessionRow(row);
    },

    async adopt(fromOwnerKey, toOwnerKey) {
      const [from, to] = [toColumnText(fromOwnerKey), toColumnText(toOwnerKey)];
      if (from === to) return 0;
      return database.claim([`owner ${from}`, `owner ${to}`].toSorted(), async transaction => {
        await transaction
          .updateTable('chat_session')
          .set({ alias: null })
          .where('owner_key', '=', from)
          .where('alias', 'in', select =>
            select
              .selectFrom('chat_session as own')
              .select('own.alias')
              .where('own.owner_key', '=', to)
              .where('own.alias', 'is not', null),
          )
          .execute();
        const { numUpdatedRows } = await transaction
          .updateTable('chat_session')
          .set({ owner_key: to })
          .where('owner_key', '=', from)
          .executeTakeFirstOrThrow();
        return Number(numUpdatedRows);
      });
    },

    async saveState(sessionId, state) {
      await database.write(db =>
        db
          .updateTable('chat_session')
          .set({ state: JSON.stringify(state) })
          .where('id', '=', toColumnText(sessionId))
          .execute(),
      );
    },
  };
}
