import type { Clock } from '@naru/kernel';
import { z } from 'zod';
import { OPERATOR_ROLES } from '../../secrets/operator-token-file.ts';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import { writeCookie } from '../plugins/cookies.ts';
import { OPERATOR_COOKIE, OPERATOR_LOGIN_MS, type OperatorAuth } from '../plugins/operator.ts';
import { isSameOrigin } from '../plugins/same-origin.ts';

const tags = ['operators'];
const loginSchema = {
  tags,
  summary: "Exchange an operator's token for a cookie of twelve hours",
  body: z.object({ token: z.string().min(1).max(200) }),
  response: {
    200: z.object({ name: z.string(), role: z.enum(OPERATOR_ROLES), expires_at: z.string() }),
    '4xx': internalErrorSchema,
  },
};
const logoutSchema = {
  tags,
  summary: 'Forget the operator of this browser',
  response: { 204: z.null(), '4xx': internalErrorSchema },
};

/** `POST /internal/login` and `POST /internal/logout`, for pages: an EventSource sends no bearer token. */
export function addLoginRoutes(http: Http, operators: OperatorAuth, clock: Clock): void {
  http.post('/internal/login', { config: { access: 'open' }, schema: loginSchema }, async (request, reply) => {
    if (!isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const { token } = request.body;
    const operator = operators.operatorOfToken(token);
    if (!operator) throw new RequestProblem('unauthenticated', { message: 'This token is not known.' });
    const isSecure = request.protocol === 'https';
    const maxAgeSeconds = OPERATOR_LOGIN_MS / 1_000;
    reply.header(
      'set-cookie',
      writeCookie({ name: OPERATOR_COOKIE, value: operators.cookieFor(token), maxAgeSeconds, isSecure }),
    );
    reply.header('cache-control', 'no-store');
    return reply.send({ ...operator, expires_at: new Date(clock.now() + OPERATOR_LOGIN_MS).toISOString() });
  });

  http.post('/internal/logout', { config: { access: 'open' }, schema: logoutSchema }, async (request, reply) => {
    if (!isSameOrigin(request.headers)) throw new RequestProblem('origin_denied');
    const isSecure = request.protocol === 'https';
    reply.header('set-cookie', writeCookie({ name: OPERATOR_COOKIE, value: '', maxAgeSeconds: 0, isSecure }));
    return reply.code(204).send(null);
  });
}
