import { messageOf } from '@naru/kernel';
import type { ScopeAt } from '../ports/ticket-memory.ts';
import { expectedFirstResponseMinutes } from './first-response.ts';
import { gradeInquiry } from './grade-inquiry.ts';
import type { OpenTicketRequest } from './open-ticket-request.ts';
import type { TicketDeskDeps } from './ticket-desk-deps.ts';
import type { Ticket } from './ticket.ts';

const SUBJECT_CHARACTERS = 40;

/** Has the service keep the ticket, graded by the rules where nobody graded it; where it fails, the mark is taken back. */
export async function makeTicket(
  request: OpenTicketRequest,
  nowMs: number,
  { scopes, holder }: { readonly scopes: readonly ScopeAt[]; readonly holder: string },
  { service, memory, logger }: TicketDeskDeps,
): Promise<Ticket> {
  const { owner, message, subject, handOff, idempotencyKey } = request;
  const guessed = gradeInquiry(message);
  const severity = request.severity ?? guessed.severity;
  try {
    return await service.create({
      ownerKey: owner.ownerKey,
      sessionId: owner.sessionId,
      subject: subject ?? [...message.trim().replace(/\s+/g, ' ')].slice(0, SUBJECT_CHARACTERS).join(''),
      message,
      category: request.category ?? guessed.category,
      severity,
      expectedFirstResponseMinutes: expectedFirstResponseMinutes(severity),
      createdAtMs: nowMs,
      handOff,
      idempotencyKey,
    });
  } catch (error) {
    await memory.release(scopes, holder).catch((failure: unknown) => {
      // It ends by itself soon.
      logger.warn({ error: messageOf(failure) }, 'a mark of a ticket that was not opened could not be taken back');
    });
    throw error;
  }
}
