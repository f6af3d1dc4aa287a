import { readReportFiles, ReportFilesError } from '@naru/files';
import type { Clock, Logger } from '@naru/kernel';
import { parseReports, type ReportStore } from '@naru/reports';

export interface SampleReports {
  readonly folder: string;
  readonly reports: ReportStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Where no report is stored yet, takes those of the folder, so that a first start has something to ask about. A
 * folder that is missing or wrong keeps no server from starting: it is logged.
 */
export async function loadSampleReports({ folder, reports, clock, logger }: SampleReports): Promise<void> {
  if ((await reports.list(1)).length > 0) return;
  try {
    const parsed = parseReports(await readReportFiles(folder), clock.now());
    if (parsed.kind === 'problems') {
      const [first] = parsed.problems;
      logger.warn(
        { folder, problems: parsed.problems.length, ...first },
        'the sample reports are not valid; none is loaded',
      );
      return;
    }
    for (const report of parsed.reports) await reports.save(report);
    logger.info({ folder, reports: parsed.reports.length }, 'sample reports loaded');
  } catch (error) {
    if (!(error instanceof ReportFilesError)) throw error;
    logger.warn({ folder, error: error.message }, 'no sample reports are loaded');
  }
}
