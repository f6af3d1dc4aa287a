import { z } from 'zod';
import {
  TICKET_SEVERITIES,
  TICKET_STATUSES,
  type CreationMark,
  type HandOffNotes,
  type NewTicket,
  type RememberedTicket,
  type Ticket,
} from '@naru/support';
import { fromColumnText, toColumnText } from './column-text.ts';
import { CorruptRowError } from './errors.ts';
import { readStoredJson } from './stored-json.ts';
import type { TicketRow } from './tables.ts';

const handOff: z.ZodType<HandOffNotes> = z.object({
  reasonCode: z.string(),
  attempts: z.array(z.object({ provider: z.string(), outcome: z.string() })),
  transcript: z.array(z.object({ role: z.enum(['user', 'assistant']), text: z.string() })),
  requestId: z.string(),
  traceId: z.string(),
});

export const storedTicket: z.ZodType<RememberedTicket> = z.object({
  ownerKey: z.string(),
  number: z.string(),
  cachedAtMs: z.number(),
});

export const storedMark: z.ZodType<CreationMark> = z
  .object({ ownerKey: z.string(), holder: z.string().optional(), number: z.string().optional(), untilMs: z.number() })
  // JSON drops what is undefined; the mark has it.
  .transform(({ ownerKey, holder, number, untilMs }) => ({ ownerKey, holder, number, untilMs }));

export function toTicketRow(ticket: NewTicket, place: Pick<TicketRow, 'number' | 'day' | 'sequence'>): TicketRow {
  return {
    ...place,
    owner_key: toColumnText(ticket.ownerKey),
    session_id: ticket.sessionId === undefined ? null : toColumnText(ticket.sessionId),
    idempotency_key: toColumnText(ticket.idempotencyKey),
    subject: toColumnText(ticket.subject),
    message: toColumnText(ticket.message),
    status: 'received',
    category: ticket.category === undefined ? null : toColumnText(ticket.category),
    severity: ticket.severity ?? null,
    first_response_minutes: ticket.expectedFirstResponseMinutes,
    created_at_ms: ticket.createdAtMs,
    hand_off: ticket.handOff === undefined ? null : JSON.stringify(ticket.handOff),
  };
}

/** @throws {CorruptRowError} when a column holds what was never written there */
export function fromTicketRow(row: TicketRow): Ticket {
  const place = { table: 'ticket', rowId: row.number };
  return {
    number: row.number,
    ownerKey: fromColumnText(row.owner_key),
    sessionId: row.session_id === null ? undefined : fromColumnText(row.session_id),
    subject: fromColumnText(row.subject),
    message: fromColumnText(row.message),
    status: oneOf(TICKET_STATUSES, row.status, row, 'status'),
    category: row.category === null ? undefined : fromColumnText(row.category),
    severity: row.severity === null ? undefined : oneOf(TICKET_SEVERITIES, row.severity, row, 'severity'),
    expectedFirstResponseMinutes: row.first_response_minutes,
    createdAtMs: row.created_at_ms,
    handOff:
      row.hand_off === null ? undefined : readStoredJson(handOff, row.hand_off, { ...place, column: 'hand_off' }),
  };
}

function oneOf<Value extends string>(
  allowed: readonly Value[],
  text: string,
  { number }: TicketRow,
  column: string,
): Value {
  const found = allowed.find(value => value === text);
  if (found === undefined) throw new CorruptRowError('ticket', number, [column]);
  return found;
}
