import type { Ticket, TicketStatus } from '../tickets/ticket.ts';

/**
 * Keeps tickets. Ours lives in the database; a remote one can take its place. Every method is atomic, also between
 * processes; a throw is a fault of the service, after which it is unknown whether the ticket was kept.
 */
export interface TicketService {
  /**
   * Keeps a new ticket as `received` and gives it the next number of its day, by the day of `createdAtMs` in Korea.
   * Under an idempotency key that the owner used before, the ticket that was made then is given, and nothing is kept.
   */
  create(ticket: NewTicket): Promise<Ticket>;
  /** Another owner's ticket is not found. */
  find(ownerKey: string, number: string): Promise<Ticket | undefined>;
  /** The owner's last `limit` tickets, newest first. */
  list(ownerKey: string, limit: number): Promise<readonly Ticket[]>;
  /**
   * Makes every ticket of one owner another's, at once, with its idempotency key; a key that the new owner has used
   * already stays with that one's ticket.
   *
   * @returns how many tickets changed hands
   */
  adopt(fromOwnerKey: string, toOwnerKey: string): Promise<number>;
  /** Everybody's tickets, the last numbers first. For operators alone. */
  listAll(query: TicketQuery): Promise<readonly Ticket[]>;
  /** Says where a ticket stands, whosever it is. For operators alone. @returns the ticket as it is then, if there is one */
  setStatus(number: string, status: TicketStatus): Promise<Ticket | undefined>;
}

export interface TicketQuery {
  /** Missing: all. */
  readonly status: TicketStatus | undefined;
  /** Only numbers given out before this one. */
  readonly belowNumber: string | undefined;
  readonly limit: number;
}

export interface NewTicket extends Omit<Ticket, 'number' | 'status'> {
  /** 1 to 200 characters. */
  readonly idempotencyKey: string;
}
