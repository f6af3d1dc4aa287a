import {
  operatorTicketListSchema,
  operatorTicketSchema,
  ticketStatusRequestSchema,
  type OperatorTicketBody,
} from '@naru/api-contract';
import type { Logger } from '@naru/kernel';
import { findTicketNumber, TICKET_STATUSES, type Ticket, type TicketService } from '@naru/support';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { OperatorAuth } from '../plugins/operator.ts';
import { toTicketBody } from '../public/to-ticket-body.ts';

export interface TicketDeskRoutesDeps {
  readonly ticketService: Pick<TicketService, 'listAll' | 'setStatus'>;
  readonly logger: Logger;
}

const tags = ['operators'];
const errors = { '4xx': internalErrorSchema };
const listSchema = {
  tags,
  summary: "Everybody's tickets, newest first",
  querystring: z.object({
    status: z.enum(TICKET_STATUSES).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().min(1).max(100).optional().describe('the next_cursor of the page before'),
  }),
  response: { 200: operatorTicketListSchema, ...errors },
};
const statusSchema = {
  tags,
  summary: 'Say where a ticket stands; the customer sees it at once',
  params: z.object({ number: z.string().min(1).max(100) }),
  body: ticketStatusRequestSchema,
  response: { 200: operatorTicketSchema, ...errors },
};

/** `GET /internal/tickets`, `POST /internal/tickets/{number}/status`: for operators, since tickets hold customers' words. */
export function addTicketDeskRoutes(http: Http, operators: OperatorAuth, deps: TicketDeskRoutesDeps): void {
  const { ticketService, logger } = deps;
  const config = { access: 'operator' } as const;

  http.get('/internal/tickets', { config, schema: listSchema }, async (request, reply) => {
    const { status, limit, cursor } = request.query;
    const belowNumber = cursor === undefined ? undefined : findTicketNumber(cursor);
    if (cursor !== undefined && belowNumber === undefined) {
      throw new RequestProblem('invalid_request', { field: 'cursor', message: 'cursor must be a next_cursor of ours' });
    }
    // One more than is shown tells whether there is a next page.
    const found = await ticketService.listAll({ status, belowNumber, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const nextCursor = found.length > limit ? (shown.at(-1)?.number ?? null) : null;
    reply.header('cache-control', 'no-store');
    return reply.send({ tickets: shown.map(toOperatorTicketBody), next_cursor: nextCursor });
  });

  http.post('/internal/tickets/:number/status', { config, schema: statusSchema }, async (request, reply) => {
    const { name } = operators.require(request, 'operator');
    const number = findTicketNumber(request.params.number);
    const { status } = request.body;
    const ticket = number === undefined ? undefined : await ticketService.setStatus(number, status);
    if (!ticket) throw new RequestProblem('not_found', { message: 'There is no ticket of that number.' });
    logger.info({ ticket: ticket.number, status, operator: name }, 'an operator said where a ticket stands');
    return reply.header('cache-control', 'no-store').send(toOperatorTicketBody(ticket));
  });
}

function toOperatorTicketBody(ticket: Ticket): OperatorTicketBody {
  return {
    ...toTicketBody(ticket),
    message: ticket.message,
    session_id: ticket.sessionId ?? null,
    hand_off_reason: ticket.handOff?.reasonCode ?? null,
  };
}
