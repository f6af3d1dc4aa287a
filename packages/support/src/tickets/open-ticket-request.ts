import type { TicketOwner } from './ticket-owner.ts';
import type { HandOffNotes, Ticket, TicketSeverity } from './ticket.ts';

export interface OpenTicketRequest {
  readonly owner: TicketOwner;
  /** In the customer's words, not empty. */
  readonly message: string;
  /** What the message asks, where it holds more than that, such as `… 문의 접수해줘`; missing: the message. */
  readonly inquiry?: string;
  /** Missing: the beginning of the message. */
  readonly subject?: string;
  /** Missing: what the rules see in the message; likewise below. */
  readonly category?: string | undefined;
  readonly severity?: TicketSeverity | undefined;
  readonly handOff?: HandOffNotes;
  /** The same for the same wish, also when it is said again. */
  readonly idempotencyKey: string;
}

export type OpenTicketOutcome =
  | { readonly kind: 'created'; readonly ticket: Ticket }
  | { readonly kind: 'reused'; readonly ticket: Ticket }
  /** One was opened moments ago; its number where it is known by now. */
  | {
      readonly kind: 'cooling';
      readonly retryAfterMs: number;
      readonly nextAllowedAtMs: number;
      readonly recentNumber: string | undefined;
    };
