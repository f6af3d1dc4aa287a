import type { ReportStore } from '../ports/report-store.ts';
import { isSameReport } from '../reports/is-same-report.ts';
import type { Report, ReportEntry } from '../reports/report.ts';

/** The reference `ReportStore`: for tests, and for running Naru without a database. */
export function createMemoryReportStore(): ReportStore {
  const reports = new Map<string, Report>();
  return {
    async save(report) {
      const before = reports.get(report.id);
      if (before && isSameReport(before, report)) return 'unchanged';
      reports.set(report.id, report);
      return before ? 'replaced' : 'added';
    },
    async find(id) {
      return reports.get(id);
    },
    async list(limit) {
      return [...reports.values()].toSorted(newestFirst).slice(0, limit).map(toEntry);
    },
  };
}

function newestFirst(one: Report, other: Report): number {
  return other.createdAtMs - one.createdAtMs || (one.id < other.id ? -1 : 1);
}

function toEntry({ id, title, headline, createdAtMs }: Report): ReportEntry {
  return { id, title, headline, createdAtMs };
}
