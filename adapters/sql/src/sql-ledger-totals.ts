import { sql } from 'kysely';
import { dayName, type LedgerTotals } from '@naru/router';
import { fromColumnText } from './column-text.ts';
import type { SqlDatabase } from './sql-database.ts';

const DAY_MS = 86_400_000;

/** The ledger added up by the database. */
export function createSqlLedgerTotals(database: SqlDatabase): LedgerTotals {
  return {
    async totals({ by, sinceMs, untilMs, dayOffsetMs, limit }) {
      // Whole numbers divide to whole numbers in both databases.
      const day = sql`(started_at_ms + ${sql.lit(dayOffsetMs)}) / ${sql.lit(DAY_MS)}`;
      const key = sql<string | number | null>`${by === 'day' ? day : sql.ref(by)}`;
      const failed = sql<number>`CASE WHEN outcome IN ('ok', 'cancelled') THEN 0 ELSE 1 END`;
      const unpriced = sql<number>`CASE WHEN cost_micros IS NULL THEN 1 ELSE 0 END`;
      const rows = await database.read(db => {
        const lines = db
          .selectFrom('ledger_attempt')
          .select(({ fn }) => [
            key.as('key'),
            fn.count<number>('decision_id').distinct().as('decisions'),
            fn.countAll<number>().as('attempts'),
            fn.sum<number>(failed).as('failures'),
            fn.sum<number>('input_tokens').as('inputTokens'),
            fn.sum<number>('output_tokens').as('outputTokens'),
            fn.sum<number>('cache_read_tokens').as('cacheReadTokens'),
            fn.sum<number | null>('cost_micros').as('costMicros'),
            fn.sum<number>(unpriced).as('unpriced'),
            fn.sum<number>('estimated').as('estimated'),
          ])
          .where('started_at_ms', '>=', sinceMs)
          .where('started_at_ms', '<', untilMs)
          .groupBy(sql`1`)
          .limit(limit);
        const ordered =
          by === 'day'
            ? lines.orderBy(sql`1`)
            : lines
                .orderBy(sql`coalesce(sum(cost_micros), 0)`, 'desc')
                .orderBy(sql`count(*)`, 'desc')
                .orderBy(sql`1`);
        return ordered.execute();
      });
      return rows.map(({ key: group, ...sums }) => ({
        key: group === null ? undefined : by === 'day' ? dayName(Number(group)) : fromColumnText(String(group)),
        decisions: Number(sums.decisions),
        attempts: Number(sums.attempts),
        failures: Number(sums.failures),
        inputTokens: Number(sums.inputTokens),
        outputTokens: Number(sums.outputTokens),
        cacheReadTokens: Number(sums.cacheReadTokens),
        costMicros: Number(sums.costMicros ?? 0),
        unpriced: Number(sums.unpriced),
        estimated: Number(sums.estimated),
      }));
    },
  };
}
