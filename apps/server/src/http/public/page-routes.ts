import type { PageSettings } from '@naru/api-contract';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import type { OperatorAuth } from '../plugins/operator.ts';
import { pageRoute } from './chat-schemas.ts';

export interface PageRoutesDeps {
  readonly customers: CustomerAuth;
  readonly operators: OperatorAuth;
  readonly settings: () => Omit<PageSettings, 'isOperator'>;
}

/** `GET /v1/page`. Gives a new visitor the cookie, so that two questions at once come from one customer. */
export function addPageRoutes(http: Http, { customers, operators, settings }: PageRoutesDeps): void {
  http.get('/v1/page', { config: { access: 'customer' }, schema: pageRoute }, async (request, reply) => {
    const isOperator = operators.operatorOf(request) !== undefined;
    if (!customers.findByCookie(request)) await customers.findOrMake(request, reply);
    return reply.header('cache-control', 'no-store').send({ ...settings(), isOperator });
  });
}
