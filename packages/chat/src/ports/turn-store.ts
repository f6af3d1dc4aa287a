import type { TurnRecord, TurnResult } from '../turn/turn-record.ts';

/**
 * Keeps turns. Every method is atomic, also between processes: this store alone decides that a conversation
 * runs one turn at a time and that one client message makes one turn.
 */
export interface TurnStore {
  /**
   * Begins a turn. In this order: a running turn of the session or under the same idempotency key whose lease is
   * over becomes ended as `interrupted` (`turnAsOf`); a turn under the same idempotency key that is not yet
   * expired answers `repeat`, or `mismatch` when its fingerprint differs, unless it ended as `interrupted` or
   * with an error: then it gives way; a running turn of the session answers `busy`; else the turn is kept.
   * An id that is taken is the caller's fault, and throws.
   */
  claim(claim: TurnClaim): Promise<ClaimOutcome>;
  /** Forgets a running turn, as if it had never been claimed. An ended turn stays. */
  release(turnId: string): Promise<void>;
  /** Prolongs the lease of a running turn. False when it does not run any more. */
  renew(turnId: string, leaseUntilMs: number): Promise<boolean>;
  /** Ends a running turn. False when it had ended already; then nothing changes. */
  finish(turnId: string, endedAtMs: number, result: TurnResult): Promise<boolean>;
  find(turnId: string): Promise<TurnRecord | undefined>;
  findByMessage(sessionId: string, messageId: string): Promise<TurnRecord | undefined>;
  /** The running turn whose lease holds at `nowMs`. */
  findRunning(sessionId: string, nowMs: number): Promise<TurnRecord | undefined>;
  /**
   * The last `limit` turns of a conversation, oldest first as they were claimed, without those whose answer was replaced by an ended
   * turn. A running turn whose lease is over at `nowMs` is given as ended and `interrupted`.
   */
  list(sessionId: string, limit: number, nowMs: number): Promise<readonly TurnRecord[]>;
}

export interface TurnClaim {
  readonly turn: TurnRecord;
  /** Owner, client message id, trigger and regenerated message in one text; missing: never a repeat. */
  readonly idempotencyKey: string | undefined;
  /** Hash of the content: equal key and other fingerprint is a mismatch. */
  readonly fingerprint: string;
  readonly idempotencyExpiresAtMs: number;
  readonly nowMs: number;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'repeat'; readonly turn: TurnRecord }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'busy'; readonly turn: TurnRecord };
