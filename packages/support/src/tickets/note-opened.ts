import { messageOf } from '@naru/kernel';
import type { ScopeAt } from '../ports/ticket-memory.ts';
import type { OpenTicketRequest } from './open-ticket-request.ts';
import type { TicketDeskDeps } from './ticket-desk-deps.ts';
import type { Ticket } from './ticket.ts';

/** Remembers what came of it. The ticket is there: a memory that fails costs a repeat its recognition, no more. */
export async function noteOpened(
  { number }: Ticket,
  scopes: readonly ScopeAt[],
  inquiry: string,
  { owner }: OpenTicketRequest,
  reason: 'ticket_created' | 'ticket_reused',
  { memory, clock, observer, logger, settings }: TicketDeskDeps,
): Promise<void> {
  const nowMs = clock.now();
  const { cooldownMs, sameInquiryMs, lastTicketMs } = settings();
  const note = {
    ownerKey: owner.ownerKey,
    number,
    cachedAtMs: nowMs,
    lastUntilMs: nowMs + lastTicketMs,
    opened: {
      inquiry,
      sameUntilMs: nowMs + sameInquiryMs,
      coolingUntilMs: nowMs + cooldownMs,
    },
  };
  try {
    await memory.remember(scopes, note, nowMs);
  } catch (error) {
    logger.warn({ error: messageOf(error) }, 'an opened ticket could not be remembered');
  }
  if (owner.sessionId !== undefined) observer.on({ type: 'context-reset', reason, scope: 'session_only' });
}
