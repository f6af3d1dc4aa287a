import type { TicketService } from '../ports/ticket-service.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketDay, ticketNumber, ticketPlace } from '../tickets/ticket-number.ts';

/** The reference `TicketService`: for tests. */
export function createMemoryTicketService(): TicketService {
  const tickets = new Map<string, Ticket>();
  const sequences = new Map<string, number>();
  /** Numbers, by owner and idempotency key. */
  const byKey = new Map<string, string>();

  return {
    async create({ idempotencyKey, ...given }) {
      const key = JSON.stringify([given.ownerKey, idempotencyKey]);
      const known = tickets.get(byKey.get(key) ?? '');
      if (known) return known;
      const day = ticketDay(given.createdAtMs);
      const sequence = (sequences.get(day) ?? 0) + 1;
      sequences.set(day, sequence);
      const ticket: Ticket = { ...given, number: ticketNumber(day, sequence), status: 'received' };
      tickets.set(ticket.number, ticket);
      byKey.set(key, ticket.number);
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

    async adopt(fromOwnerKey, toOwnerKey) {
      if (fromOwnerKey === toOwnerKey) return 0;
      const moving = [...tickets.values()].filter(({ ownerKey }) => ownerKey === fromOwnerKey);
      for (const ticket of moving) tickets.set(ticket.number, { ...ticket, ownerKey: toOwnerKey });
      for (const [key, number] of byKey) {
        const [ownerKey, idempotencyKey] = JSON.parse(key) as readonly [string, string];
        if (ownerKey !== fromOwnerKey) continue;
        byKey.delete(key);
        byKey.getOrInsert(JSON.stringify([toOwnerKey, idempotencyKey]), number);
      }
      return moving.length;
    },

    async listAll({ status, belowNumber, limit }) {
      const all = [...tickets.values()].filter(ticket => status === undefined || ticket.status === status);
      return all
        .filter(({ number }) => belowNumber === undefined || byPlace(number, belowNumber) < 0)
        .toSorted((a, b) => byPlace(b.number, a.number))
        .slice(0, limit);
    },

    async setStatus(number, status) {
      const ticket = tickets.get(number);
      if (!ticket) return undefined;
      tickets.set(number, { ...ticket, status });
      return tickets.get(number);
    },
  };
}

function byPlace(a: string, b: string): number {
  const [one, other] = [ticketPlace(a), ticketPlace(b)];
  return one.day === other.day ? one.sequence - other.sequence : one.day < other.day ? -1 : 1;
}
