import { sql } from 'kysely';
import type { CanaryEnd, QualityKind, SteeringStore } from '@naru/router';
import { fromColumnText, toColumnText } from './column-text.ts';
import type { SqlDatabase } from './sql-database.ts';

/** What steering has learnt, in tables. Sums are added up by the database, whoever brings them. */
export function createSqlSteeringStore(database: SqlDatabase): SteeringStore {
  return {
    async addQuality(heard) {
      if (heard.length === 0) return;
      await database.claim(['answer_quality'], async transaction => {
        for (const { provider, intent, kind, day, sum, count, lastAtMs } of heard) {
          await transaction
            .insertInto('answer_quality')
            .values({
              provider: toColumnText(provider),
              intent: toColumnText(intent),
              kind,
              day,
              total: sum,
              samples: count,
              last_at_ms: lastAtMs,
            })
            .onConflict(conflict =>
              conflict.columns(['provider', 'intent', 'kind', 'day']).doUpdateSet({
                total: sql`answer_quality.total + excluded.total`,
                samples: sql`answer_quality.samples + excluded.samples`,
                last_at_ms: sql`CASE WHEN excluded.last_at_ms > answer_quality.last_at_ms
                  THEN excluded.last_at_ms ELSE answer_quality.last_at_ms END`,
              }),
            )
            .execute();
        }
      });
    },

    async quality(sinceDay) {
      const rows = await database.read(db =>
        db.selectFrom('answer_quality').selectAll().where('day', '>=', sinceDay).execute(),
      );
      return rows.map(({ provider, intent, kind, day, total, samples, last_at_ms }) => ({
        provider: fromColumnText(provider),
        intent: fromColumnText(intent),
        kind: kind as QualityKind,
        day,
        sum: total,
        count: samples,
        lastAtMs: last_at_ms,
      }));
    },

    async addCanaryEnd({ key, because, atMs }) {
      await database.write(db =>
        db
          .insertInto('canary_end')
          .values({ id: toColumnText(key), because, at_ms: atMs })
          .onConflict(conflict => conflict.column('id').doNothing())
          .execute(),
      );
    },

    async canaryEnds(sinceMs) {
      const rows = await database.read(db =>
        db.selectFrom('canary_end').selectAll().where('at_ms', '>=', sinceMs).execute(),
      );
      return rows.map(({ id, because, at_ms }) => ({
        key: fromColumnText(id),
        because: because as CanaryEnd['because'],
        atMs: at_ms,
      }));
    },

    async forgetBefore(day, endedMs) {
      await database.write(db => db.deleteFrom('answer_quality').where('day', '<', day).execute());
      await database.write(db => db.deleteFrom('canary_end').where('at_ms', '<', endedMs).execute());
    },
  };
}
