import { z } from 'zod';

export const ticketNumberSchema = z.string().regex(/^STK\d{8,20}$/);

/** Body of `POST /api/v1/support/tickets`. */
export const ticketRequestSchema = z.object({
  message: z.string().min(1).max(2_000),
  session_id: z.string().min(1).max(200).optional(),
  category: z.string().min(1).max(40).optional(),
  severity: z.string().min(1).max(40).optional(),
});

/** A customer's ticket. */
export const ticketSchema = z.object({
  ticket_no: ticketNumberSchema,
  status: z.enum(['received', 'in_progress', 'answered', 'closed']),
  /** Null where nobody has set it: `미분류`. */
  category: z.string().nullable(),
  /** Null where nobody has set it: `미지정`. */
  severity: z.enum(['low', 'normal', 'high', 'urgent']).nullable(),
  expected_first_response_minutes: z.number().int().nonnegative().nullable(),
  /** The customer's own words, shortened. */
  title: z.string(),
  created_at: z.string(),
});

/** Answer of `POST /api/v1/support/tickets`. `reused`: the same inquiry had this ticket already. */
export const createdTicketSchema = ticketSchema.extend({ reused: z.boolean() });

/** Answer of `GET /api/v1/support/tickets?limit=`, newest first. */
export const ticketListSchema = z.object({ tickets: z.array(ticketSchema) });

/** `data-ticket`: what an answer says of a ticket. */
export const ticketDataSchema = z.object({
  v: z.literal(1),
  state: z.enum(['created', 'deduplicated', 'cooldown', 'found']),
  number: ticketNumberSchema.nullable(),
  /** ISO instant; with `cooldown` only. */
  nextAllowedAt: z.string().optional(),
});

/** `data-handoff`: a person takes over. */
export const handoffDataSchema = z.object({
  v: z.literal(1),
  state: z.enum(['requested', 'queued', 'assigned', 'ended']),
  ticketNumber: ticketNumberSchema.nullable(),
});

export type TicketRequestBody = z.infer<typeof ticketRequestSchema>;
export type TicketBody = z.infer<typeof ticketSchema>;
export type CreatedTicketBody = z.infer<typeof createdTicketSchema>;
export type TicketListBody = z.infer<typeof ticketListSchema>;
export type TicketData = z.infer<typeof ticketDataSchema>;
export type HandoffData = z.infer<typeof handoffDataSchema>;
