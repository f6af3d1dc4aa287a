import type { TicketEvent, TicketObserver } from '../ports/ticket-observer.ts';
import type { NewTicket } from '../ports/ticket-service.ts';
import type { TicketNote } from '../ports/ticket-memory.ts';

/** 2026-11-20 at noon in Korea. */
export const NOON_MS = Date.UTC(2026, 10, 20, 3);

/** A wish for a ticket as the use case hands it to the service. */
export function aNewTicket(overrides: Partial<NewTicket> = {}): NewTicket {
  return {
    ownerKey: 'u:42',
    sessionId: 'u:42:session-1',
    subject: '환불이 안 돼요',
    message: '환불이 안 돼요',
    category: '환불',
    severity: 'high',
    expectedFirstResponseMinutes: 120,
    createdAtMs: NOON_MS,
    handOff: undefined,
    idempotencyKey: 'key-1',
    ...overrides,
  };
}

/** What a scope is told of a ticket that was opened at `cachedAtMs`. */
export function aTicketNote(overrides: Partial<TicketNote> = {}): TicketNote {
  const cachedAtMs = overrides.cachedAtMs ?? NOON_MS;
  return {
    ownerKey: 'u:42',
    number: 'STK202611200001',
    cachedAtMs,
    lastUntilMs: cachedAtMs + 86_400_000,
    opened: {
      inquiry: 'inquiry-1',
      sameUntilMs: cachedAtMs + 600_000,
      coolingUntilMs: cachedAtMs + 30_000,
    },
    ...overrides,
  };
}

/** Keeps what was observed, as short texts: `dedup-looked-up miss`. */
export function recordingTicketObserver(): TicketObserver & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    on(event: TicketEvent) {
      const { type, ...rest } = event;
      seen.push([type, ...Object.values(rest)].join(' '));
    },
  };
}
