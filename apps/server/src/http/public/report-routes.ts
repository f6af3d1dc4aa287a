import {
  chatErrorSchema,
  reportListSchema,
  reportSchema,
  type ReportBody,
  type ReportListBody,
} from '@naru/api-contract';
import type { Report, ReportEntry, ReportStore } from '@naru/reports';
import { z } from 'zod';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';

export interface ReportRoutesDeps {
  readonly reports: ReportStore;
}

const tags = ['reports'];
const errors = { '4xx': chatErrorSchema, '5xx': chatErrorSchema };
export const reportLimit = z.coerce.number().int().min(1).max(100).default(20).describe('how many, newest first');
/** Looked up, not judged: what is no id names no report. */
export const reportParams = z.object({ id: z.string().min(1).max(64) });
const listSchema = {
  tags,
  summary: 'The reports, newest first',
  querystring: z.object({ limit: reportLimit }),
  response: { 200: reportListSchema, ...errors },
};
const oneSchema = {
  tags,
  summary: 'One report; a conversation about it is named report:{id}',
  params: reportParams,
  response: { 200: reportSchema, ...errors },
};

/** `GET /v1/reports`, `GET /v1/reports/{id}` (P-1): for every visitor of the page. */
export function addReportRoutes(http: Http, { reports }: ReportRoutesDeps): void {
  http.get('/v1/reports', { config: { access: 'customer' }, schema: listSchema }, async (request, reply) => {
    return reply.header('cache-control', 'no-store').send(toReportList(await reports.list(request.query.limit)));
  });

  http.get('/v1/reports/:id', { config: { access: 'customer' }, schema: oneSchema }, async (request, reply) => {
    const report = await reports.find(request.params.id);
    if (!report) throw new RequestProblem('not_found');
    return reply.header('cache-control', 'no-store').send(toReportBody(report));
  });
}

export function toReportList(entries: readonly ReportEntry[]): ReportListBody {
  return { reports: entries.map(toReportLine) };
}

function toReportLine({ id, title, headline, createdAtMs }: ReportEntry): ReportListBody['reports'][number] {
  return { id, title, headline, created_at: new Date(createdAtMs).toISOString() };
}

function toReportBody(report: Report): ReportBody {
  const sections = report.sections.map(({ heading, body }) => ({ heading, body }));
  return { ...toReportLine(report), summary: report.summary, sections };
}
