// The assistant
export {
  createReportAssistant,
  REPORT_INTENT,
  type ReportAssistantDeps,
  type ReportAssistantSettings,
} from './assistant/report-assistant.ts';
export { reportConversation } from './assistant/find-report.ts';
export { NOT_IN_REPORT_SENTENCE } from './assistant/sentences.ts';

// Reports
export type { Report, ReportEntry, ReportSection } from './reports/report.ts';
export { isReportId, REPORT_ID_FORM } from './reports/report-id.ts';
export { isSameReport } from './reports/is-same-report.ts';
export { MAX_IMPORTED_REPORTS, REPORT_LIMITS } from './reports/report-limits.ts';

// Reading them from files
export { parseReport, type ParsedReport } from './reports/parse-report.ts';
export { parseReports, type ParsedReports } from './reports/parse-reports.ts';
export type { ReportFile, ReportProblem } from './reports/report-problem.ts';

// What an adapter must provide
export type { ReportStore, SaveOutcome } from './ports/report-store.ts';
