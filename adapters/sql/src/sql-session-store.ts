import { sql } from 'kysely';
import type { SessionStore } from '@naru/chat';
import { toColumnText } from './column-text.ts';
import { FixedQuery } from './fixed-query.ts';
import { fromSessionRow, toSessionRow } from './session-row.ts';
import type { SqlDatabase } from './sql-database.ts';
import type { SessionRow } from './tables.ts';

/** Conversations in a table. The unique index over owner and alias decides who opens one. */
export function createSqlSessionStore(database: SqlDatabase): SessionStore {
  const queries = sessionQueries();
  return {
    async open(session) {
      const row = toSessionRow(session);
      if ((await database.write(db => queries.open.change(db, row))) === 1) return session;
      const known = await database.read(db => queries.findAlias.firstRow(db, row));
      if (!known) throw new Error('A conversation went away while it was opened');
      return fromSessionRow(known);
    },

    async find(ownerKey, idOrAlias) {
      const values = { owner_key: toColumnText(ownerKey), name: toColumnText(idOrAlias) };
      const row = await database.read(db => queries.find.firstRow(db, values));
      return row && fromSessionRow(row);
    },

    async get(sessionId) {
      const row = await database.read(db => queries.get.firstRow(db, { id: toColumnText(sessionId) }));
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
      const values = { id: toColumnText(sessionId), state: JSON.stringify(state) };
      await database.write(db => queries.saveState.change(db, values));
    },
  };
}

function sessionQueries() {
  return {
    open: new FixedQuery<SessionRow>((db, value) =>
      db
        .insertInto('chat_session')
        .values({
          id: value('id'),
          owner_key: value('owner_key'),
          assistant: value('assistant'),
          alias: value('alias'),
          created_at_ms: value('created_at_ms'),
          state: value('state'),
        })
        .onConflict(conflict => conflict.columns(['owner_key', 'alias']).doNothing()),
    ),
    findAlias: new FixedQuery<Pick<SessionRow, 'owner_key' | 'alias'>, SessionRow>((db, value) =>
      db
        .selectFrom('chat_session')
        .selectAll()
        .where('owner_key', '=', value('owner_key'))
        .where('alias', '=', value('alias')),
    ),
    find: new FixedQuery<{ readonly owner_key: string; readonly name: string }, SessionRow>((db, value) =>
      db
        .selectFrom('chat_session')
        .selectAll()
        .where('owner_key', '=', value('owner_key'))
        .where(either => either.or([either('id', '=', value('name')), either('alias', '=', value('name'))]))
        .orderBy(sql`CASE WHEN id = ${value('name')} THEN 0 ELSE 1 END`),
    ),
    get: new FixedQuery<{ readonly id: string }, SessionRow>((db, value) =>
      db.selectFrom('chat_session').selectAll().where('id', '=', value('id')),
    ),
    saveState: new FixedQuery<{ readonly id: string; readonly state: string }>((db, value) =>
      db
        .updateTable('chat_session')
        .set({ state: value('state') })
        .where('id', '=', value('id')),
    ),
  };
}
