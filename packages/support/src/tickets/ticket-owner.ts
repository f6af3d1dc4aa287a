import type { TicketScope } from '../ports/ticket-memory.ts';

/** Who asks, and from where. Made by the server's authentication. */
export interface TicketOwner {
  /** Equal for equal owners, different for different ones. */
  readonly ownerKey: string;
  /** Somebody who is known only by a cookie has no scope but the conversation. */
  readonly isSignedIn: boolean;
  readonly sessionId: string | undefined;
}

/** Where tickets of this owner are remembered; none for an unknown caller without a conversation. */
export function scopesOf({ ownerKey, isSignedIn, sessionId }: TicketOwner): readonly TicketScope[] {
  const scopes: TicketScope[] = [];
  if (sessionId !== undefined) scopes.push({ kind: 'session', id: sessionId });
  if (isSignedIn) scopes.push({ kind: 'user', id: ownerKey });
  return scopes;
}
