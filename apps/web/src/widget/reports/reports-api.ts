import { reportListSchema, reportSchema, type ReportBody, type ReportListBody } from '@naru/api-contract';
import { readJson } from '../../shared/read-json.ts';

export interface ReportsApi {
  /** Newest first. */
  list(): Promise<ReportListBody['reports']>;
  find(id: string): Promise<ReportBody | undefined>;
}

const SHOWN = 100;

/** @throws {TypeError} by each call when the server cannot be reached, {Error} with its body when it refuses */
export function createReportsApi(fetch: typeof globalThis.fetch): ReportsApi {
  return {
    async list() {
      const body = await readJson(fetch, `/v1/reports?limit=${SHOWN}`);
      return body === undefined ? [] : reportListSchema.parse(body).reports;
    },
    async find(id) {
      const body = await readJson(fetch, `/v1/reports/${encodeURIComponent(id)}`);
      return body === undefined ? undefined : reportSchema.parse(body);
    },
  };
}
