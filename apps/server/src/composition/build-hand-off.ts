import { ownerKey, type HandOff } from '@naru/chat';
import { messageOf, type Logger } from '@naru/kernel';
import type { TicketDesk } from '@naru/support';

const SUBJECT = '상담 연결';

/** Hands a customer over to a person by a ticket, under the same dedup and cooldown as any other (R-FO-9, S-TKT-1). */
export function createHandOff({ desk, logger }: { readonly desk: TicketDesk; readonly logger: Logger }): HandOff {
  return {
    async request({ owner, sessionId, turnId, question, transcript, reasonCode, attempts, requestId, traceId }) {
      try {
        const outcome = await desk.open({
          owner: { ownerKey: ownerKey(owner), isSignedIn: owner.kind === 'user', sessionId },
          message: question,
          subject: SUBJECT,
          handOff: { reasonCode, attempts, transcript, requestId, traceId },
          idempotencyKey: `hand-off ${turnId}`,
        });
        if (outcome.kind !== 'cooling') {
          return { kind: 'requested', ticketNumber: outcome.ticket.number, reused: outcome.kind === 'reused' };
        }
        return { kind: 'cooling', retryAfterMs: outcome.retryAfterMs, ticketNumber: outcome.recentNumber };
      } catch (error) {
        logger.error({ turnId, sessionId, traceId, error: messageOf(error) }, 'a customer could not be handed over');
        return { kind: 'unavailable' };
      }
    },
  };
}
