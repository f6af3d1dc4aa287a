import type { Session, SessionState } from '../sessions/session.ts';

/** Keeps conversations. Every method is atomic, also between processes. Every look-up names the owner. */
export interface SessionStore {
  /**
   * Keeps a new conversation; where owner and alias have one already, gives that one and keeps nothing. An id
   * that is taken is the caller's fault, and throws.
   */
  open(session: Session): Promise<Session>;
  /** By server-made id, else by alias; another owner's conversation is not found. */
  find(ownerKey: string, idOrAlias: string): Promise<Session | undefined>;
  /** By server-made id, whosever it is. For operators alone. */
  get(sessionId: string): Promise<Session | undefined>;
  /**
   * Makes every conversation of one owner another's, at once; ids stay. An alias that the new owner uses for a
   * conversation already stays with that one, and is taken from the one that comes.
   *
   * @returns how many conversations changed hands
   */
  adopt(fromOwnerKey: string, toOwnerKey: string): Promise<number>;
  /** Replaces the state. A conversation that is not there is left so. */
  saveState(sessionId: string, state: SessionState): Promise<void>;
}
