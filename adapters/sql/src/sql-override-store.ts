import type { OverrideStore } from '@naru/router';
import { toColumnText } from './column-text.ts';
import type { SqlDatabase } from './sql-database.ts';
import { readStoredJson } from './stored-json.ts';
import { storedAudit, storedOverride } from './stored-routing.ts';

/** What operators said, and the audit of it, in tables. A change and its audit are one transaction. */
export function createSqlOverrideStore(database: SqlDatabase): OverrideStore {
  return {
    async apply({ made, endedIds, audit }) {
      await database.claim(['routing_override'], async transaction => {
        for (const override of made) {
          const { id, createdAtMs } = override;
          await transaction
            .insertInto('routing_override')
            .values({
              id: toColumnText(id),
              created_at_ms: createdAtMs,
              ended: 0,
              override: JSON.stringify(override),
            })
            .onConflict(conflict => conflict.column('id').doNothing())
            .execute();
        }
        for (const id of endedIds) {
          await transaction
            .updateTable('routing_override')
            .set({ ended: 1 })
            .where('id', '=', toColumnText(id))
            .execute();
        }
        for (const record of audit) {
          const { id, kind, atMs } = record;
          await transaction
            .insertInto('audit')
            .values({ id: toColumnText(id), kind, at_ms: atMs, record: JSON.stringify(record) })
            .onConflict(conflict => conflict.column('id').doNothing())
            .execute();
        }
      });
    },

    async list() {
      const rows = await database.read(db =>
        db
          .selectFrom('routing_override')
          .selectAll()
          .where('ended', '=', 0)
          .orderBy('created_at_ms')
          .orderBy('id')
          .execute(),
      );
      return rows.map(({ id, override }) =>
        readStoredJson(storedOverride, override, { table: 'routing_override', rowId: id, column: 'override' }),
      );
    },

    async audit({ beforeMs, beforeId, limit }) {
      const rows = await database.read(db =>
        db
          .selectFrom('audit')
          .selectAll()
          .where('kind', '=', 'override')
          .where(either =>
            either.or([
              either('at_ms', '<', beforeMs),
              ...(beforeId === undefined
                ? []
                : [either.and([either('at_ms', '=', beforeMs), either('id', '<', toColumnText(beforeId))])]),
            ]),
          )
          .orderBy('at_ms', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute(),
      );
      return rows.map(({ id, record }) =>
        readStoredJson(storedAudit, record, { table: 'audit', rowId: id, column: 'record' }),
      );
    },
  };
}
