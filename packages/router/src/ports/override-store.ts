import type { AuditRecord } from '../overrides/audit-record.ts';
import type { Override } from '../overrides/override.ts';

/** Keeps what operators have said over restarts, and what was done for ever. */
export interface OverrideStore {
  /** Keeps a change together with its audit, or nothing. What is there already stays, so that it may be sent again. */
  apply(change: OverrideChange): Promise<void>;
  /** All that have not ended, in the order in which they were made; expiry is the reader's to see. */
  list(): Promise<readonly Override[]>;
  /** What was done before that place, newest first, within one instant by falling id. */
  audit(query: AuditQuery): Promise<readonly AuditRecord[]>;
}

/** A place in the audit, and how many records below it. */
export interface AuditQuery {
  readonly beforeMs: number;
  /** Also what was done in that very instant and has a lower id; missing: nothing of that instant. */
  readonly beforeId?: string;
  readonly limit: number;
}

export interface OverrideChange {
  readonly made: readonly Override[];
  readonly endedIds: readonly string[];
  readonly audit: readonly AuditRecord[];
}
