export interface TicketSettings {
  /** How long after a ticket the same session or user may open no other; 0: no wait. */
  readonly cooldownMs: number;
  /** How long the same inquiry gives the same ticket, from its last time on. */
  readonly sameInquiryMs: number;
  /** How long a session and a user remember their last ticket, at least ten minutes. */
  readonly lastTicketMs: number;
}

export const TICKET_SETTINGS: TicketSettings = { cooldownMs: 30_000, sameInquiryMs: 600_000, lastTicketMs: 86_400_000 };

const MIN_LAST_TICKET_MS = 600_000;

/** @throws {RangeError} when a setting is not what it may be */
export function checkTicketSettings({ cooldownMs, sameInquiryMs, lastTicketMs }: TicketSettings): void {
  for (const [name, value] of Object.entries({ cooldownMs, sameInquiryMs })) {
    if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError(`${name} must be 0 or more, got ${value}`);
  }
  if (!(Number.isSafeInteger(lastTicketMs) && lastTicketMs >= MIN_LAST_TICKET_MS)) {
    throw new RangeError(`lastTicketMs must be ${MIN_LAST_TICKET_MS} or more, got ${lastTicketMs}`);
  }
}
