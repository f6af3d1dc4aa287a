import type { TicketService } from '../ports/ticket-service.ts';
import { askStatus, type AskStatusOutcome, type AskStatusRequest } from './ask-status.ts';
import type { OpenTicketOutcome, OpenTicketRequest } from './open-ticket-request.ts';
import { openTicket } from './open-ticket.ts';
import type { TicketDeskDeps } from './ticket-desk-deps.ts';
import { checkTicketSettings, TICKET_SETTINGS } from './ticket-settings.ts';

/** Everything that is done with tickets, from chat, from the ticket routes and at a hand-off alike. */
export interface TicketDesk extends Pick<TicketService, 'find' | 'list'> {
  open(request: OpenTicketRequest): Promise<OpenTicketOutcome>;
  status(request: AskStatusRequest): Promise<AskStatusOutcome>;
  /** Forgets last ticket, cooldown and known inquiries of a conversation, and of its user where a key is given. */
  forget(sessionId: string, userKey: string | undefined): Promise<void>;
}

/** @throws {RangeError} when a setting is not what it may be */
export function createTicketDesk(given: Omit<TicketDeskDeps, 'settings'> & Partial<TicketDeskDeps>): TicketDesk {
  const deps: TicketDeskDeps = { settings: () => TICKET_SETTINGS, ...given };
  checkTicketSettings(deps.settings());
  const { service, memory, observer } = deps;
  return {
    open: request => openTicket(request, deps),
    status: request => askStatus(request, deps),
    find: (ownerKey, number) => service.find(ownerKey, number),
    list: (ownerKey, limit) => service.list(ownerKey, limit),
    async forget(sessionId, userKey) {
      await memory.forget({ kind: 'session', id: sessionId });
      if (userKey !== undefined) await memory.forget({ kind: 'user', id: userKey });
      const scope = userKey === undefined ? 'session_only' : 'session_and_user';
      observer.on({ type: 'context-reset', reason: 'session_reset', scope });
    },
  };
}
