import type { AuditRecord } from '../overrides/audit-record.ts';
import type { Override } from '../overrides/override.ts';

/** Keeps what operators have said over restarts, and what was done for ever. */
export interface OverrideStore {
  /** Keeps a change together with its audit, or nothing. What is there already stays, so that it may be sent again. */
  apply(change: OverrideChange): Promise<void>;
  /** All that have not ended, in the order in which they were made; expiry is the reader's to see. */
  list(): Promise<readonly Override[]>;
  /** What was done before that instant, newest first. */
  audit(query: { readonly beforeMs: number; readonly limit: number }): Promise<readonly AuditRecord[]>;
}

export interface OverrideChange {
  readonly made: readonly Override[];
  readonly endedIds: readonly string[];
  readonly audit: readonly AuditRecord[];
}
