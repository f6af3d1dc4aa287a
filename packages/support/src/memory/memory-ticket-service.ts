import type { TicketService } from '../ports/ticket-service.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketDay, ticketNumber } from '../tickets/ticket-number.ts';

/** The reference `TicketService`: for tests. */
export function createMemoryTicketService(): TicketService {
  const tickets = new Map<string, Ticket>();
  const sequences = new Map<string, number>();
  const byKey = new Map<string, Ticket>();

  return {
    async create({ idempotencyKey, ...given }) {
      const key = JSON.stringify([given.ownerKey, idempotencyKey]);
      const known = byKey.get(key);
      if (known) return known;
      const day = ticketDay(given.createdAtMs);
      const sequence = (sequences.get(day) ?? 0) + 1;
      sequences.set(day, sequence);
      const ticket: Ticket = { ...given, number: ticketNumber(day, sequence), status: 'received' };
      tickets.set(ticket.number, ticket);
      byKey.set(key, ticket);
      return ticket;
    },

    async find(ownerKey, number) {
      const ticket = tickets.get(number);
      return ticket?.ownerKey === ownerKey ? ticket : undefined;
    },

    async list(ownerKey, limit) {
      const own = [...tickets.values()].filter(ticket => ticket.ownerKey === ownerKey);
      // Stable: of two of one moment, the one that was kept later comes first.
      return own
        .reverse()
        .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
        .slice(0, limit);
    },
  };
}
