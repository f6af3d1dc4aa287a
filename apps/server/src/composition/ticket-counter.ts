import { clearedState, ownerKey, type Owner, type SessionStore } from '@naru/chat';
import type { Ids } from '@naru/kernel';
import type { OpenTicketOutcome, Ticket, TicketDesk, TicketSeverity } from '@naru/support';

/** Tickets as signed-in customers ask for them beside the chat. */
export interface TicketCounter {
  open(user: Owner & { kind: 'user' }, wish: TicketWish): Promise<OpenTicketOutcome | { kind: 'unknown-session' }>;
  list(user: Owner, limit: number): Promise<readonly Ticket[]>;
  find(user: Owner, number: string): Promise<Ticket | undefined>;
}

export interface TicketWish {
  readonly message: string;
  /** Of the conversation that it came out of: our id, or the client's own name for it. */
  readonly sessionId: string | undefined;
  readonly category: string | undefined;
  readonly severity: TicketSeverity | undefined;
}

export interface TicketCounterParts {
  readonly desk: TicketDesk;
  readonly sessions: Pick<SessionStore, 'find' | 'saveState'>;
  /** Told of each ticket that was opened or found out of a conversation. */
  readonly onOpened: (sessionId: string) => void;
  readonly ids: Ids;
}

const SERVER_MADE = /^s:[0-9a-f]{32}$/;

/** Puts tickets beside the conversations that they come out of (S-TKT-1, S-TKT-6). */
export function createTicketCounter({ desk, sessions, onOpened, ids }: TicketCounterParts): TicketCounter {
  return {
    async open(user, { message, sessionId, category, severity }) {
      const key = ownerKey(user);
      const session = sessionId === undefined ? undefined : await sessions.find(key, sessionId);
      const scopeId = session?.id ?? (sessionId === undefined ? undefined : ownName(key, sessionId));
      if (sessionId !== undefined && scopeId === undefined) return { kind: 'unknown-session' };
      const owner = { ownerKey: key, isSignedIn: true, sessionId: scopeId };
      const outcome = await desk.open({ owner, message, category, severity, idempotencyKey: ids.newId() });
      if (session && outcome.kind !== 'cooling') {
        // Found again: a turn may have ended while the ticket was opened.
        const { state } = (await sessions.find(key, session.id)) ?? session;
        await sessions.saveState(session.id, clearedState(state));
        onOpened(session.id);
      }
      return outcome;
    },
    list: (user, limit) => desk.list(ownerKey(user), limit),
    find: (user, number) => desk.find(ownerKey(user), number),
  };
}

/** A name that the user gave to what is no conversation yet: within the user's own names, or nobody's (C-SES-1). */
function ownName(userKey: string, name: string): string | undefined {
  if (name === userKey || name.startsWith(`${userKey}:`)) return name;
  return name.startsWith('u:') || SERVER_MADE.test(name) ? undefined : `${userKey}:${name}`;
}
