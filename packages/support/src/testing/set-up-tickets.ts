import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { createMemoryTicketMemory } from '../memory/memory-ticket-memory.ts';
import { createMemoryTicketService } from '../memory/memory-ticket-service.ts';
import type { TicketDeskDeps } from '../tickets/ticket-desk-deps.ts';
import { createTicketDesk } from '../tickets/ticket-desk.ts';
import type { TicketOwner } from '../tickets/ticket-owner.ts';
import { TICKET_SETTINGS, type TicketSettings } from '../tickets/ticket-settings.ts';
import { NOON_MS, recordingTicketObserver } from './a-ticket.ts';

export interface TicketOverrides extends Partial<Pick<TicketDeskDeps, 'service' | 'memory'>> {
  readonly settings?: Partial<TicketSettings>;
}

export const KIM: TicketOwner = { ownerKey: 'u:42', isSignedIn: true, sessionId: 'u:42:phone' };

/** A ticket desk over memory stores and a fake clock at noon. */
export function setUpTickets({ settings, ...overrides }: TicketOverrides = {}) {
  const clock = new FakeClock(NOON_MS);
  const observer = recordingTicketObserver();
  const logger = recordingLogger();
  const service = overrides.service ?? createMemoryTicketService();
  const memory = overrides.memory ?? createMemoryTicketMemory();
  const ids = sequentialIds();
  const desk = createTicketDesk({
    service,
    memory,
    observer,
    settings: () => ({ ...TICKET_SETTINGS, ...settings }),
    clock,
    ids,
    logger,
  });
  return {
    desk,
    service,
    memory,
    clock,
    logger,
    seen: observer.seen,
    open: (message: string, owner: TicketOwner = KIM) => desk.open({ owner, message, idempotencyKey: ids.newId() }),
    status: (number?: string, owner: TicketOwner = KIM) => desk.status({ owner, number }),
  };
}
