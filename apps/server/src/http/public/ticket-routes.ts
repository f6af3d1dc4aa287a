import type { Owner } from '@naru/chat';
import { findTicketNumber, TICKET_SEVERITIES, type TicketSeverity } from '@naru/support';
import type { FastifyRequest } from 'fastify';
import type { TicketCounter } from '../../composition/ticket-counter.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import { openTicketRoute, ticketListRoute, ticketRoute } from './ticket-schemas.ts';
import { toTicketBody } from './to-ticket-body.ts';

export interface TicketRoutesDeps {
  readonly customers: CustomerAuth;
  readonly tickets: TicketCounter;
}

const PATH = '/api/v1/support/tickets';
const ANYTHING_VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const NUMBER_ALONE = /^stk[\d-]{4,30}$/i;
const SIGN_IN_FIRST = '로그인한 고객만 문의를 접수하고 확인할 수 있습니다.';

/** `POST` and `GET /api/v1/support/tickets`, `GET …/{number}`: for signed-in customers, each seeing only their own. */
export function addTicketRoutes(http: Http, { customers, tickets }: TicketRoutesDeps): void {
  const config = { access: 'customer' } as const;

  http.post(PATH, { config, schema: openTicketRoute }, async (request, reply) => {
    const user = await signedIn(request, customers);
    const { message, session_id: sessionId, category, severity } = request.body;
    if (!ANYTHING_VISIBLE.test(message)) throw refused('message', 'message: must hold more than white space');
    mustBeReadable({ message, category, session_id: sessionId });
    const outcome = await tickets.open(user, { message, sessionId, category, severity: toSeverity(severity) });
    reply.header('cache-control', 'no-store');
    switch (outcome.kind) {
      case 'created':
        return reply.code(201).send({ ...toTicketBody(outcome.ticket), reused: false });
      case 'reused':
        return reply.code(200).send({ ...toTicketBody(outcome.ticket), reused: true });
      case 'cooling':
        throw tooSoon(outcome.retryAfterMs, outcome.recentNumber);
      case 'unknown-session':
        throw new RequestProblem('not_found', { message: '대화를 찾을 수 없습니다.', field: 'session_id' });
    }
  });

  http.get(PATH, { config, schema: ticketListRoute }, async (request, reply) => {
    const user = await signedIn(request, customers);
    const listed = await tickets.list(user, request.query.limit);
    return reply.header('cache-control', 'no-store').send({ tickets: listed.map(toTicketBody) });
  });

  http.get(`${PATH}/:number`, { config, schema: ticketRoute }, async (request, reply) => {
    const user = await signedIn(request, customers);
    const { number: asked } = request.params;
    const number = NUMBER_ALONE.test(asked) ? findTicketNumber(asked) : undefined;
    const ticket = number === undefined ? undefined : await tickets.find(user, number);
    if (!ticket) throw new RequestProblem('not_found', { message: '문의를 찾을 수 없습니다.' });
    return reply.header('cache-control', 'no-store').send(toTicketBody(ticket));
  });
}

async function signedIn(request: FastifyRequest, customers: CustomerAuth): Promise<Owner & { kind: 'user' }> {
  const owner = await customers.find(request);
  if (owner?.kind !== 'user') throw new RequestProblem('unauthenticated', { message: SIGN_IN_FIRST });
  return owner;
}

function toSeverity(text: string | undefined): TicketSeverity | undefined {
  if (text === undefined) return undefined;
  const severity = TICKET_SEVERITIES.find(known => known === text.toLowerCase());
  if (!severity) throw refused('severity', `severity: must be one of ${TICKET_SEVERITIES.join(', ')}`);
  return severity;
}

/** What cannot be read cannot be answered, nor be kept by every database. */
function mustBeReadable(texts: Readonly<Record<string, string | undefined>>): void {
  for (const [field, text = ''] of Object.entries(texts)) {
    if (!text.includes('\0') && text.isWellFormed()) continue;
    throw refused(field, `${field}: holds what is no text, a NUL or half of a character`);
  }
}

function refused(field: string, message: string): RequestProblem {
  return new RequestProblem('invalid_request', { message, field });
}

function tooSoon(retryAfterMs: number, recentNumber: string | undefined): RequestProblem {
  const recent = recentNumber === undefined ? '방금 문의를' : `방금 문의 ${recentNumber}을(를)`;
  const message = `${recent} 접수하셨습니다. ${Math.ceil(retryAfterMs / 1_000)}초 뒤에 다시 접수해 주세요.`;
  return new RequestProblem('rate_limited', { message, retryAfterMs });
}
