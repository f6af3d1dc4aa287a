import { reportListSchema, reportSchema } from '@naru/api-contract';
import type { Clock } from '@naru/kernel';
import { parseReport, type ReportStore } from '@naru/reports';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import { reportLimit, reportParams, toReportList } from '../public/report-routes.ts';

export interface ReportImportRoutesDeps {
  readonly reports: ReportStore;
  readonly clock: Clock;
}

/** A report of full length, each of its characters escaped. */
const BODY_BYTES = 2 * 1_048_576;
const tags = ['reports'];
const errors = { '4xx': internalErrorSchema };
const listSchema = {
  tags,
  summary: 'The reports, newest first',
  querystring: z.object({ limit: reportLimit }),
  response: { 200: reportListSchema, ...errors },
};
const importSchema = {
  tags,
  summary: 'Keep a report, in place of the one of the same id',
  params: reportParams,
  body: reportSchema.omit({ id: true }).extend({ created_at: z.string().optional() }),
  response: { 200: z.object({ id: z.string(), outcome: z.enum(['added', 'replaced', 'unchanged']) }), ...errors },
};

/** `GET /internal/reports`, `PUT /internal/reports/{id}`: what `naru reports` talks to. */
export function addReportImportRoutes(http: Http, { reports, clock }: ReportImportRoutesDeps): void {
  http.get('/internal/reports', { config: { access: 'viewer' }, schema: listSchema }, async (request, reply) =>
    reply.send(toReportList(await reports.list(request.query.limit))),
  );

  const options = { config: { access: 'operator' }, schema: importSchema, bodyLimit: BODY_BYTES } as const;
  http.put('/internal/reports/:id', options, async (request, reply) => {
    const { id } = request.params;
    // Read as a file would be, so that there is one set of rules for what a report is.
    const parsed = parseReport({ path: 'report.json', text: JSON.stringify({ ...request.body, id }) }, clock.now());
    if (parsed.kind === 'problems') {
      const message = parsed.problems.map(problem => problem.message).join('; ');
      throw new RequestProblem('invalid_request', { message });
    }
    return reply.send({ id, outcome: await reports.save(parsed.report) });
  });
}
