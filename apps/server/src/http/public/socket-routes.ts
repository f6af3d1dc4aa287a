import { chatErrorSchema, socketTicketSchema, SOCKET_PROTOCOL } from '@naru/api-contract';
import { z } from 'zod';
import type { Connections } from '../../ws/connections.ts';
import { isAllowedOrigin } from '../../ws/is-allowed-origin.ts';
import { openSocket } from '../../ws/open-socket.ts';
import { SocketUpgrades } from '../../ws/socket-upgrades.ts';
import type { SocketTickets } from '../../ws/socket-tickets.ts';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';

export interface SocketRoutesDeps {
  readonly customers: CustomerAuth;
  readonly sockets: Connections;
  readonly socketTickets: SocketTickets;
  /** Beside our own. */
  readonly allowedOrigins: readonly string[];
}

const errors = { '4xx': chatErrorSchema, '5xx': chatErrorSchema };
const FULL_RETRY_MS = 5_000;

/** `GET /ws`, and `POST /v1/ws-ticket` for pages that cannot send our cookie. */
export function addSocketRoutes(http: Http, deps: SocketRoutesDeps): void {
  const { customers, sockets, socketTickets, allowedOrigins } = deps;
  const upgrades = new SocketUpgrades(http.server, (request, response) => http.routing(request, response));
  const config = { access: 'customer' } as const;

  const socketRoute = {
    tags: ['chat'],
    summary: `Become a WebSocket of ${SOCKET_PROTOCOL}`,
    response: { 101: z.null(), ...errors },
  };
  http.get('/ws', { config, schema: socketRoute }, async (request, reply) => {
    if (!upgrades.has(request.raw)) throw new RequestProblem('upgrade_required', { headers: { upgrade: 'websocket' } });
    // Before anything else is looked at, and before the connection is made.
    if (!isAllowedOrigin(request.headers, allowedOrigins)) throw new RequestProblem('origin_denied');
    if (!offersOurs(header(request, 'sec-websocket-protocol'))) {
      throw new RequestProblem('invalid_request', { field: 'sec-websocket-protocol' });
    }
    if (sockets.isFull) throw new RequestProblem('rate_limited', { retryAfterMs: FULL_RETRY_MS });
    const login = customers.loginByCookie(request);
    reply.hijack();
    upgrades.accept(request.raw, reply.raw, (socket, stream) => openSocket(socket, stream, login, sockets));
  });

  const ticketRoute = {
    tags: ['chat'],
    summary: 'A ticket that opens one WebSocket within 30 seconds',
    response: { 200: socketTicketSchema, ...errors },
  };
  http.post('/v1/ws-ticket', { config, schema: ticketRoute }, async (request, reply) => {
    const login = await customers.loginFor(request, reply);
    return reply.header('cache-control', 'no-store').send({ ticket: socketTickets.issue(login) });
  });
}

function offersOurs(protocols: string | undefined): boolean {
  return protocols?.split(',').some(name => name.trim() === SOCKET_PROTOCOL) ?? false;
}
