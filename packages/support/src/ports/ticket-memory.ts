/**
 * What is remembered of tickets for a while: who asked the same before (dedup), who opened one moments ago (cooldown),
 * and which one was the last. Kept for each scope apart; a scope has an epoch, and what was written under an earlier
 * one is forgotten. Every method is atomic, also between processes. Times are the callers'; what has expired at `nowMs`
 * is not there.
 */
export interface TicketMemory {
  /** What each scope remembers, in the order of `scopes`. */
  recall(scopes: readonly TicketScope[], inquiry: string | undefined, nowMs: number): Promise<readonly Recollection[]>;
  /**
   * Marks all scopes as opening a ticket, unless one of them has a live mark of the same owner: then none is marked,
   * and false comes back. Of two callers at once one gets true. Other owners' marks are written over.
   */
  claim(scopes: readonly ScopeAt[], mark: CreationMark, nowMs: number): Promise<boolean>;
  /** Takes back the marks of that holder. */
  release(scopes: readonly ScopeAt[], holder: string): Promise<void>;
  /** Writes what came of a creation or of a reuse, over what was there; a scope whose epoch was raised since takes nothing. */
  remember(scopes: readonly ScopeAt[], note: TicketNote, nowMs: number): Promise<void>;
  /** Raises the scope's epoch: everything that it remembers is gone. */
  forget(scope: TicketScope): Promise<void>;
}

/** `session`: one conversation, whoever owns it just now. `user`: a signed-in customer, on all devices. */
export interface TicketScope {
  readonly kind: 'session' | 'user';
  readonly id: string;
}

export interface ScopeAt extends TicketScope {
  /** As it was recalled; 0 at first. */
  readonly epoch: number;
}

export interface Recollection {
  readonly scope: ScopeAt;
  /** The ticket of the same inquiry. */
  readonly same: RememberedTicket | undefined;
  /** The last creation, while it cools. */
  readonly cooling: CreationMark | undefined;
  readonly last: RememberedTicket | undefined;
}

export interface RememberedTicket {
  /** Who it was remembered for; a session may have changed hands since. */
  readonly ownerKey: string;
  readonly number: string;
  readonly cachedAtMs: number;
}

export interface CreationMark {
  readonly ownerKey: string;
  /** The request that is opening the ticket; missing once it is there. */
  readonly holder: string | undefined;
  /** Missing while the ticket is being opened. */
  readonly number: string | undefined;
  /** Until then no other one may be opened. */
  readonly untilMs: number;
}

/** What a scope is to remember of a ticket; each part for its own time. */
export interface TicketNote {
  readonly ownerKey: string;
  readonly number: string;
  readonly cachedAtMs: number;
  readonly lastUntilMs: number;
  /** Missing: only the last ticket is remembered. */
  readonly opened?: {
    readonly inquiry: string;
    readonly sameUntilMs: number;
    readonly coolingUntilMs: number;
  };
}
