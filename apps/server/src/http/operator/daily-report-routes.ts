import {
  dailyReportToHtml,
  dailyReportToMarkdown,
  dayOf,
  readDailyReport,
  startOfDay,
  type EventArchive,
  type IncidentStore,
} from '@naru/events';
import type { Clock } from '@naru/kernel';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';

export interface DailyReportRoutesDeps {
  readonly eventArchive: EventArchive;
  readonly incidents: IncidentStore;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
const TYPES = { markdown: 'text/markdown; charset=utf-8', html: 'text/html; charset=utf-8' } as const;
const schema = {
  tags: ['operators'],
  summary: 'One day in figures: volume, errors, latency, cost, providers, incidents, what was kept of events',
  querystring: z.object({
    day: z.string().max(10).optional().describe('such as 2026-11-20, in Korean time; default: yesterday'),
    format: z.enum(['markdown', 'html']).default('markdown'),
  }),
  response: { 200: z.string(), '4xx': internalErrorSchema },
};

/** `GET /internal/daily-report` (E-INC-2). */
export function addDailyReportRoutes(http: Http, { eventArchive, incidents, clock }: DailyReportRoutesDeps): void {
  http.get('/internal/daily-report', { config: { access: 'viewer' }, schema }, async (request, reply) => {
    const { day = dayOf(clock.now() - DAY_MS), format } = request.query;
    checkDay(day);
    const report = await readDailyReport(day, { archive: eventArchive, incidents });
    const text = format === 'html' ? dailyReportToHtml(report) : dailyReportToMarkdown(report);
    return reply.header('cache-control', 'no-store').type(TYPES[format]).serializer(String).send(text);
  });
}

function checkDay(day: string): void {
  try {
    startOfDay(day);
  } catch {
    throw new RequestProblem('invalid_request', { field: 'day', message: 'day must be one such as 2026-11-20' });
  }
}
