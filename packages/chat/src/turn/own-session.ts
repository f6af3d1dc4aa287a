import { ownerKey, type Owner } from '../owner.ts';
import { chatIdForm, newSessionId } from '../sessions/session-id.ts';
import { FRESH_SESSION_STATE, type Session } from '../sessions/session.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { TurnDeps } from './turn-deps.ts';

/** The owner's conversation of that name; without a session: one that the turn may open. */
export async function findOwnSession(
  owner: Owner,
  chatId: string | undefined,
  { sessions }: TurnDeps,
): Promise<Refusal | { readonly kind: 'own'; readonly session: Session | undefined }> {
  if (chatId === undefined) return { kind: 'own', session: undefined };
  const form = chatIdForm(chatId, owner);
  const session = form === 'foreign' ? undefined : await sessions.find(ownerKey(owner), chatId);
  return session || form === 'alias' ? { kind: 'own', session } : refuse('NOT_FOUND');
}

/**
 * Begins a conversation. Of two messages that begin it at once under one alias, both get the same; one without an
 * alias meets nobody, and is kept only once its first turn is let in.
 */
export async function beginSession(
  owner: Owner,
  chatId: string | undefined,
  assistant: string,
  { sessions, ids, clock }: TurnDeps,
): Promise<Session> {
  const session: Session = {
    id: newSessionId(owner, ids),
    ownerKey: ownerKey(owner),
    assistant,
    alias: chatId,
    createdAtMs: clock.now(),
    state: FRESH_SESSION_STATE,
  };
  return chatId === undefined ? session : sessions.open(session);
}
