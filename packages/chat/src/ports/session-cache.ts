/**
 * The last turns of a conversation, near at hand (C-CAC-1, C-TURN-5). Written through with the session's sequence
 * number, so that an older write never hides a newer one, and a reader knows whether what it finds is the latest.
 * Errors of an adapter are misses, never faults: no method rejects.
 */
export interface SessionCachePort {
  read(sessionId: string): Promise<CachedTurns | undefined>;
  /** Kept for the cache's time to live, unless a higher `sequence` is there already. */
  write(sessionId: string, cached: CachedTurns): Promise<void>;
  forget(sessionId: string): Promise<void>;
}

export interface CachedTurns {
  /** How many turns the conversation has ended; the version of this entry. */
  readonly sequence: number;
  /** The last ones, oldest first, each ended. */
  readonly turns: readonly CachedTurn[];
}

/** What the next turn needs of an earlier one. */
export interface CachedTurn {
  readonly turnId: string;
  readonly question: string;
  /** As the customer saw it; empty when there was none. */
  readonly answer: string;
}
