import type { Clock } from '@naru/kernel';
import type { Router } from '@naru/router';
import type { Http } from '../http.ts';
import { unknownModel } from './failure-answer.ts';
import { gatewayModels } from './gateway-models.ts';
import { modelRouteSchema, modelsRouteSchema } from './gateway-schemas.ts';

export interface ModelRoutesDeps {
  readonly router: Pick<Router, 'policyNames'>;
  readonly clock: Clock;
}

/** `GET /v1/models` and `GET /v1/models/{id}`: the names that a completion may ask for. */
export function addModelRoutes(http: Http, { router, clock }: ModelRoutesDeps): void {
  const createdSeconds = Math.floor(clock.now() / 1_000);
  const describe = (id: string) => ({ id, object: 'model' as const, created: createdSeconds, owned_by: 'naru' });

  http.get('/v1/models', { config: { access: 'api-key' }, schema: modelsRouteSchema }, async () => ({
    object: 'list' as const,
    data: gatewayModels(router).map(describe),
  }));

  http.get('/v1/models/:id', { config: { access: 'api-key' }, schema: modelRouteSchema }, async (request, reply) => {
    const known = gatewayModels(router);
    if (known.includes(request.params.id)) return describe(request.params.id);
    const { status, body } = unknownModel(known);
    return reply.code(status as 404).send(body);
  });
}
