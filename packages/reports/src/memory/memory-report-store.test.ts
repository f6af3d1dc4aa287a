import { describeReportStore } from '../testing/report-store.contract.ts';
import { createMemoryReportStore } from './memory-report-store.ts';

describeReportStore('memory', () => createMemoryReportStore());
