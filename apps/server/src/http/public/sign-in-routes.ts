import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import { demoCustomersRoute, signInRoute, signOutRoute } from './chat-schemas.ts';
import { DEMO_CUSTOMERS, demoUserId } from './demo-customers.ts';

export interface SignInRoutesDeps {
  readonly customers: CustomerAuth;
  /** Whether anybody may sign in as a sample customer. */
  readonly hasDemoCustomers: boolean;
}

/** `POST /v1/sign-in` with the shop's token or, in the demo, a sample customer's name; `POST /v1/sign-out`. */
export function addSignInRoutes(http: Http, { customers, hasDemoCustomers }: SignInRoutesDeps): void {
  http.get(
    '/v1/demo-customers',
    { config: { access: 'customer' }, schema: demoCustomersRoute },
    async (_request, reply) => {
      const listed = hasDemoCustomers ? DEMO_CUSTOMERS.map(customer => ({ ...customer })) : [];
      return reply.header('cache-control', 'no-store').send({ customers: listed });
    },
  );
  http.post('/v1/sign-in', { config: { access: 'customer' }, schema: signInRoute }, async (request, reply) => {
    const wanted = request.body?.demo_customer;
    const userId = wanted === undefined || !hasDemoCustomers ? undefined : demoUserId(wanted);
    if (wanted !== undefined && hasDemoCustomers && userId === undefined) {
      const known = DEMO_CUSTOMERS.map(({ id }) => id).join(', ');
      throw new RequestProblem('invalid_request', {
        field: 'demo_customer',
        message: `no such customer; known: ${known}`,
      });
    }
    const signedIn = await customers.signIn(request, reply, userId);
    reply.header('cache-control', 'no-store');
    return reply.send({ user_id: signedIn.userId, expires_at: new Date(signedIn.expiresAtMs).toISOString() });
  });
  http.post('/v1/sign-out', { config: { access: 'customer' }, schema: signOutRoute }, async (request, reply) => {
    customers.signOut(request, reply);
    return reply.code(204).send(null);
  });
}
