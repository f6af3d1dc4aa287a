import type { Owner } from '@naru/chat';

/** Who holds a connection, by what, and until when. A connection outlives the request that opened it. */
export interface Login {
  readonly owner: Owner;
  /** Equal for all connections that stand on the same cookie or token, so that signing out ends them all. */
  readonly key: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
}
