import { auditEntrySchema } from '@naru/api-contract';
import type { Clock } from '@naru/kernel';
import type { OverrideStore } from '@naru/router';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import type { Http } from '../http.ts';
import { toAuditEntry } from './to-override-body.ts';

export interface AuditRoutesDeps {
  readonly overrideStore: Pick<OverrideStore, 'audit'>;
  readonly clock: Clock;
}

const schema = {
  tags: ['operators'],
  summary: 'What operators have done, newest first',
  querystring: z.object({
    kind: z.literal('override').default('override'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    before: z.iso.datetime({ offset: true }).optional().describe('only what was done before that instant'),
  }),
  response: { 200: z.object({ entries: z.array(auditEntrySchema) }), '4xx': internalErrorSchema },
};

/** `GET /internal/audit?kind=override` (R-OPS-1). */
export function addAuditRoutes(http: Http, { overrideStore, clock }: AuditRoutesDeps): void {
  http.get('/internal/audit', { config: { access: 'viewer' }, schema }, async (request, reply) => {
    const { limit, before } = request.query;
    // The bound is exclusive, and an act of this very millisecond is to be seen.
    const beforeMs = before === undefined ? clock.now() + 1 : Date.parse(before);
    const records = await overrideStore.audit({ beforeMs, limit });
    return reply.send({ entries: records.map(toAuditEntry) });
  });
}
