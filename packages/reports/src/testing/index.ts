export { aReport } from './a-report.ts';
export { describeReportStore } from './report-store.contract.ts';
