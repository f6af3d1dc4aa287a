import { isSameReport, type ReportStore } from '@naru/reports';
import { fromColumnText, toColumnText } from './column-text.ts';
import { fromReportRow, toReportRow } from './report-row.ts';
import type { SqlDatabase } from './sql-database.ts';

/** Reports in a table. Saving one claims its id, so that what is told of it is what happened. */
export function createSqlReportStore(database: SqlDatabase): ReportStore {
  return {
    async save(report) {
      const row = toReportRow(report);
      return database.claim([`report ${row.id}`], async transaction => {
        const before = await transaction.selectFrom('report').selectAll().where('id', '=', row.id).executeTakeFirst();
        if (!before) {
          await transaction.insertInto('report').values(row).execute();
          return 'added';
        }
        if (isSameReport(fromReportRow(before), report)) return 'unchanged';
        const { id, ...columns } = row;
        await transaction.updateTable('report').set(columns).where('id', '=', id).execute();
        return 'replaced';
      });
    },

    async find(id) {
      const row = await database.read(db =>
        db.selectFrom('report').selectAll().where('id', '=', toColumnText(id)).executeTakeFirst(),
      );
      return row && fromReportRow(row);
    },

    async list(limit) {
      const rows = await database.read(db =>
        db
          .selectFrom('report')
          .select(['id', 'title', 'headline', 'created_at_ms'])
          .orderBy('created_at_ms', 'desc')
          .orderBy('id')
          .limit(limit)
          .execute(),
      );
      return rows.map(({ id, title, headline, created_at_ms: createdAtMs }) => ({
        id: fromColumnText(id),
        title: fromColumnText(title),
        headline: fromColumnText(headline),
        createdAtMs,
      }));
    },
  };
}
