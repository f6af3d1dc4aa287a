import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import { signInRoute, signOutRoute } from './chat-schemas.ts';

/** `POST /v1/sign-in` with the shop's token, and `POST /v1/sign-out`. */
export function addSignInRoutes(http: Http, customers: CustomerAuth): void {
  http.post('/v1/sign-in', { config: { access: 'customer' }, schema: signInRoute }, async (request, reply) => {
    const { userId, expiresAtMs } = await customers.signIn(request, reply);
    reply.header('cache-control', 'no-store');
    return reply.send({ user_id: userId, expires_at: new Date(expiresAtMs).toISOString() });
  });
  http.post('/v1/sign-out', { config: { access: 'customer' }, schema: signOutRoute }, async (request, reply) => {
    customers.signOut(request, reply);
    return reply.code(204).send(null);
  });
}
