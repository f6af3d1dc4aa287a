import type { Report, ReportEntry } from '../reports/report.ts';

export type SaveOutcome = 'added' | 'replaced' | 'unchanged';

/** Keeps reports. Every method is atomic, also between processes. */
export interface ReportStore {
  /** Keeps a report, in place of the one of the same id. Of two at once, one comes last and stays whole. */
  save(report: Report): Promise<SaveOutcome>;
  find(id: string): Promise<Report | undefined>;
  /** Newest first by `createdAtMs`, then by id; at most `limit`, 1 to 500. */
  list(limit: number): Promise<readonly ReportEntry[]>;
}
