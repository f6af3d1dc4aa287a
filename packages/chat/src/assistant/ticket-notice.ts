/** What an answer says of a ticket; `data-ticket` on the wire. */
export interface TicketNotice {
  readonly state: 'created' | 'deduplicated' | 'cooldown' | 'found';
  /** `STK…`; missing where a cooldown runs and no recent ticket is known. */
  readonly number: string | undefined;
  /** When the next one may be opened, in epoch milliseconds; only with `cooldown`. */
  readonly nextAllowedAtMs?: number;
}
