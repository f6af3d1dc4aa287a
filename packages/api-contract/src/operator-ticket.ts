import { z } from 'zod';
import { ticketSchema } from './support-ticket.ts';

/** A ticket as those see it who look after it. */
export const operatorTicketSchema = ticketSchema.extend({
  /** The customer's own words, whole. */
  message: z.string(),
  /** The conversation that it came out of. */
  session_id: z.string().nullable(),
  /** Why the machine gave up; null where the customer asked for the ticket. */
  hand_off_reason: z.string().nullable(),
});

/** Answer of `GET /internal/tickets`, newest first. `next_cursor`: of the next page; null where there is none. */
export const operatorTicketListSchema = z.object({
  tickets: z.array(operatorTicketSchema),
  next_cursor: z.string().nullable(),
});

/** Body of `POST /internal/tickets/{number}/status`. */
export const ticketStatusRequestSchema = z.strictObject({ status: ticketSchema.shape.status });

export type OperatorTicketBody = z.infer<typeof operatorTicketSchema>;
export type OperatorTicketListBody = z.infer<typeof operatorTicketListSchema>;
