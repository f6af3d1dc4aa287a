import type { TicketNotice } from '../assistant/ticket-notice.ts';
import type { DataChunk } from './turn-chunk.ts';

/** What an answer says of a ticket, as a part that stays in history. */
export function ticketPart(messageId: string, { state, number, nextAllowedAtMs }: TicketNotice): DataChunk {
  return {
    type: 'data-ticket',
    id: number ?? messageId,
    data: {
      v: 1,
      state,
      number: number ?? null,
      ...(nextAllowedAtMs !== undefined && { nextAllowedAt: new Date(nextAllowedAtMs).toISOString() }),
    },
  };
}
