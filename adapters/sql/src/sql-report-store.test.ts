import { describeReportStore } from '@naru/reports/testing';
import { createSqlReportStore } from './sql-report-store.ts';
import { overEachDatabase } from './testing/each-database.ts';

overEachDatabase('ReportStore', (name, open) => {
  describeReportStore(name, async t => createSqlReportStore(await open(t)));
});
