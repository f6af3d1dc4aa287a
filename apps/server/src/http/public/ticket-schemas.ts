import { createdTicketSchema, ticketListSchema, ticketRequestSchema, ticketSchema } from '@naru/api-contract';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';

const tags = ['tickets'];
const errors = { '4xx': internalErrorSchema, '5xx': internalErrorSchema };
const DEFAULT_LISTED = 20;
const MAX_LISTED = 100;

export const openTicketRoute = {
  tags,
  summary: 'Open a ticket, or get the one that the same inquiry has already; 429 shortly after another one',
  body: ticketRequestSchema,
  response: { 200: createdTicketSchema, 201: createdTicketSchema, ...errors },
};

export const ticketListRoute = {
  tags,
  summary: "The signed-in customer's tickets, newest first",
  querystring: z.object({ limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(DEFAULT_LISTED) }),
  response: { 200: ticketListSchema, ...errors },
};

export const ticketRoute = {
  tags,
  summary: 'One ticket of the signed-in customer',
  params: z.object({ number: z.string().min(1).max(100) }),
  response: { 200: ticketSchema, ...errors },
};
