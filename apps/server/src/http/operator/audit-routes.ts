import { auditEntrySchema } from '@naru/api-contract';
import type { Clock } from '@naru/kernel';
import type { AuditQuery, OverrideStore } from '@naru/router';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import { auditCursor, readAuditCursor } from './audit-cursor.ts';
import { toAuditEntry } from './to-override-body.ts';

export interface AuditRoutesDeps {
  readonly overrideStore: Pick<OverrideStore, 'audit'>;
  readonly clock: Clock;
}

const querystring = z.object({
  kind: z.literal('override').default('override'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.iso.datetime({ offset: true }).optional().describe('only what was done before that instant'),
  cursor: z.string().min(1).max(400).optional().describe('the next_cursor of the page before; over `before`'),
});
const schema = {
  tags: ['operators'],
  summary: 'What operators have done, newest first',
  querystring,
  response: {
    200: z.object({
      entries: z.array(auditEntrySchema),
      next_cursor: z.string().nullable().describe('of the next page; null where there is none'),
    }),
    '4xx': internalErrorSchema,
  },
};

/** `GET /internal/audit?kind=override` (R-OPS-1). */
export function addAuditRoutes(http: Http, { overrideStore, clock }: AuditRoutesDeps): void {
  http.get('/internal/audit', { config: { access: 'viewer' }, schema }, async (request, reply) => {
    const { limit } = request.query;
    // One more than is shown tells whether there is a next page.
    const records = await overrideStore.audit({ ...placeOf(request.query, clock), limit: limit + 1 });
    const shown = records.slice(0, limit);
    const last = records.length > limit ? shown.at(-1) : undefined;
    return reply.send({ entries: shown.map(toAuditEntry), next_cursor: last ? auditCursor(last) : null });
  });
}

function placeOf({ before, cursor }: z.infer<typeof querystring>, clock: Clock): Omit<AuditQuery, 'limit'> {
  if (cursor !== undefined) {
    const place = readAuditCursor(cursor);
    if (place) return place;
    throw new RequestProblem('invalid_request', { field: 'cursor', message: 'cursor must be a next_cursor of ours' });
  }
  // The bound is exclusive, and an act of this very millisecond is to be seen.
  return { beforeMs: before === undefined ? clock.now() + 1 : Date.parse(before) };
}
