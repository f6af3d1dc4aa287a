/** Where a ticket stands. */
export const TICKET_STATUSES = ['received', 'in_progress', 'answered', 'closed'] as const;
/** How much harm waiting does, the least first. */
export const TICKET_SEVERITIES = ['low', 'normal', 'high', 'urgent'] as const;

export type TicketStatus = (typeof TICKET_STATUSES)[number];
export type TicketSeverity = (typeof TICKET_SEVERITIES)[number];

/** A matter that a person of the shop will look after. */
export interface Ticket {
  /** `STK` + day + sequence, such as `STK202611200001`. */
  readonly number: string;
  /** Who may see it. */
  readonly ownerKey: string;
  /** The conversation that it came out of. */
  readonly sessionId: string | undefined;
  /** In a few words. */
  readonly subject: string;
  /** The customer's own words. Never logged. */
  readonly message: string;
  readonly status: TicketStatus;
  /** What it is about, 1 to 40 characters, in Korean where we set it; missing: not classified. */
  readonly category: string | undefined;
  /** Missing: not set. */
  readonly severity: TicketSeverity | undefined;
  readonly expectedFirstResponseMinutes: number;
  readonly createdAtMs: number;
  /** What a person needs to go on from here; only where the machine gave up. */
  readonly handOff: HandOffNotes | undefined;
}

/** Why and after what a customer was handed over to a person (R-FO-9). */
export interface HandOffNotes {
  readonly reasonCode: string;
  readonly attempts: readonly { readonly provider: string; readonly outcome: string }[];
  /** What was said before, oldest first. */
  readonly transcript: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  readonly requestId: string;
  readonly traceId: string;
}
