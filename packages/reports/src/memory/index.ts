export { createMemoryReportStore } from './memory-report-store.ts';
