import { ledgerReportSchema, LEDGER_GROUPS } from '@naru/api-contract';
import type { Clock } from '@naru/kernel';
import type { DecisionRecord, LedgerStore, RecordedConfiguration } from '@naru/router';
import { z } from 'zod';
import { ledgerReport, type LedgerReportDeps } from '../../ledger/ledger-report.ts';
import { recordedDecision, recordedDecisions } from '../../ledger/recorded-decisions.ts';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';

export interface LedgerRoutesDeps extends Omit<LedgerReportDeps, 'totals'> {
  readonly ledger: LedgerStore;
  readonly ledgerTotals: LedgerReportDeps['totals'];
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
const MOST_DECISIONS = 2_000;
const tags = ['operators'];
const errors = { '4xx': internalErrorSchema };
const span = z.object({
  since: z.iso.datetime({ offset: true }).optional().describe('from that instant on; default: one day before `until`'),
  until: z.iso.datetime({ offset: true }).optional().describe('before that instant; default: now'),
});
const ledgerSchema = {
  tags,
  summary: 'What was tried and spent, added up',
  querystring: span.extend({
    by: z.enum(LEDGER_GROUPS).default('provider'),
    limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('lines'),
  }),
  response: { 200: ledgerReportSchema, ...errors },
};
// As they were recorded, by this or an earlier version.
const decisionRecord = z.looseObject({ id: z.string(), atMs: z.number(), chain: z.array(z.string()) });
const configuration = z.looseObject({ id: z.string() });
const decisionsBody = z.object({
  decisions: z.array(decisionRecord).describe('oldest first'),
  configurations: z.array(configuration).describe('those that the decisions were made by'),
});
const decisionsSchema = {
  tags,
  summary: 'Recorded decisions with what they were made from, to be replayed (R-DEC-3)',
  querystring: span.extend({
    limit: z.coerce.number().int().min(1).max(MOST_DECISIONS).default(1_000).describe('decisions'),
  }),
  response: { 200: decisionsBody, ...errors },
};
const decisionSchema = {
  tags,
  summary: 'One recorded decision with what it was made from',
  params: z.object({ id: z.string().min(1).max(100) }),
  response: { 200: decisionsBody, ...errors },
};

/** `GET /internal/ledger`, `GET /internal/decisions`, `GET /internal/decisions/{id}` (R-COST-2, R-DEC-3). */
export function addLedgerRoutes(
  http: Http,
  { ledger, ledgerTotals: totals, clock, ...report }: LedgerRoutesDeps,
): void {
  http.get('/internal/ledger', { config: { access: 'viewer' }, schema: ledgerSchema }, async (request, reply) => {
    const { by, limit } = request.query;
    const body = await ledgerReport({ by, limit, ...spanOf(request.query, clock) }, { totals, ...report });
    return reply.header('cache-control', 'no-store').send(body);
  });

  http.get('/internal/decisions', { config: { access: 'viewer' }, schema: decisionsSchema }, async (request, reply) => {
    const { limit } = request.query;
    const found = await recordedDecisions({ limit, ...spanOf(request.query, clock) }, ledger);
    return reply.header('cache-control', 'no-store').send(toBody(found));
  });

  http.get(
    '/internal/decisions/:id',
    { config: { access: 'viewer' }, schema: decisionSchema },
    async (request, reply) => {
      const found = await recordedDecision(request.params.id, ledger);
      if (!found) {
        throw new RequestProblem('not_found', { message: 'No decision of that id is on record; it may be forgotten.' });
      }
      return reply.header('cache-control', 'no-store').send(toBody(found));
    },
  );
}

function spanOf(
  { since, until }: z.infer<typeof span>,
  clock: Clock,
): { readonly sinceMs: number; readonly untilMs: number } {
  // What is being written down this very millisecond belongs to it.
  const untilMs = until === undefined ? clock.now() + 1 : Date.parse(until);
  const sinceMs = since === undefined ? untilMs - DAY_MS : Date.parse(since);
  if (sinceMs < untilMs) return { sinceMs, untilMs };
  throw new RequestProblem('invalid_request', { field: 'since', message: 'since must be before until' });
}

function toBody({
  decisions,
  configurations,
}: {
  readonly decisions: readonly DecisionRecord[];
  readonly configurations: readonly RecordedConfiguration[];
}): z.infer<typeof decisionsBody> {
  return {
    decisions: decisions.map(record => ({ ...record, chain: [...record.chain] })),
    configurations: configurations.map(one => ({ ...one })),
  };
}
