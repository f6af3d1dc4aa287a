import type { PageSettings } from '@naru/api-contract';
import type { FastifyRequest } from 'fastify';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import { customerName } from './demo-customers.ts';
import { pageRoute } from './chat-schemas.ts';

export interface PageRoutesDeps {
  readonly customers: CustomerAuth;
  readonly isOperator: (request: FastifyRequest) => boolean;
  readonly settings: () => Omit<PageSettings, 'isOperator'>;
}

/** `GET /v1/page`. Gives a new visitor the cookie, so that two questions at once come from one customer. */
export function addPageRoutes(http: Http, { customers, isOperator, settings }: PageRoutesDeps): void {
  http.get('/v1/page', { config: { access: 'customer' }, schema: pageRoute }, async (request, reply) => {
    const owner = customers.findByCookie(request) ?? (await customers.findOrMake(request, reply));
    const customer = owner.kind === 'user' ? customerName(owner.userId) : null;
    return reply.header('cache-control', 'no-store').send({ ...settings(), customer, isOperator: isOperator(request) });
  });
}
