import { providerSnapshotSchema } from '@naru/api-contract';
import type { Clock } from '@naru/kernel';
import type { Router } from '@naru/router';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import { toProviderSnapshot } from './to-provider-snapshot.ts';

export interface ProviderRoutesDeps {
  readonly router: Router;
  readonly clock: Clock;
  readonly currency: string;
}

const name = z.string().min(1).max(64).optional();
const schema = {
  tags: ['operators'],
  summary: 'Providers: final chain, health, quota, cooldowns, breakers, overrides, spend',
  querystring: z.object({
    policy: z.string().min(1).max(64).default('default'),
    mode: z.enum(['json', 'stream']).default('stream'),
    intent: name,
    risk: z.enum(['normal', 'high']).optional(),
    tenant: name,
    tier: name,
  }),
  response: { 200: providerSnapshotSchema, '4xx': internalErrorSchema },
};

/** `GET /internal/chat/providers` (R-OPS-2). */
export function addProviderRoutes(http: Http, { router, clock, currency }: ProviderRoutesDeps): void {
  http.get('/internal/chat/providers', { config: { access: 'viewer' }, schema }, async (request, reply) => {
    const { policy, mode, intent, risk, tenant, tier } = request.query;
    if (!router.policyNames.includes(policy)) {
      const known = router.policyNames.join(', ');
      throw new RequestProblem('invalid_request', { field: 'policy', message: `policy must be one of ${known}` });
    }
    const decision = router.explain({
      policy,
      mode,
      ...(intent !== undefined && { intent }),
      ...(risk !== undefined && { risk }),
      ...(tenant !== undefined && { tenant }),
      ...(tier !== undefined && { tier }),
    });
    const standing = await router.standing();
    const snapshot = toProviderSnapshot({ router, policy, mode, decision, standing, currency, nowMs: clock.now() });
    return reply.header('cache-control', 'no-store').send(snapshot);
  });
}
