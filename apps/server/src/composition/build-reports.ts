import { createReportAssistant, REPORT_INTENT } from '@naru/reports';
import type { AssistantParts, BuiltAssistant } from './assistants.ts';
import { loadSampleReports } from './load-sample-reports.ts';

/** The assistant that answers questions about a report, over the stored ones. */
export async function buildReports({ config, stores, clock, logger }: AssistantParts): Promise<BuiltAssistant> {
  const { reports } = stores;
  const { dir: folder } = config.reports;
  // A database of its own is somebody's: nothing is put there unasked.
  if (!config.databaseUrl) {
    await stores.atStart('sample reports', () => loadSampleReports({ folder, reports, clock, logger }));
  }
  return {
    assistant: createReportAssistant({ reports }),
    rules: {
      intentOf: () => ({ intent: REPORT_INTENT, risk: 'normal' }),
      riskOf: intent => (intent === REPORT_INTENT ? 'normal' : undefined),
    },
  };
}
