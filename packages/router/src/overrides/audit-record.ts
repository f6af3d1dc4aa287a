import type { OverrideEnd } from './override-change.ts';
import type { Override, OverrideAct } from './override.ts';

/** What was done to an override, by whom and why. */
export interface AuditRecord {
  /** Made from the override and the action: each happens once, whoever tells it. */
  readonly id: string;
  readonly kind: 'override';
  readonly action: 'made' | OverrideEnd;
  readonly atMs: number;
  readonly overrideId: string;
  readonly act: OverrideAct;
  readonly author: string;
  /** Why it was made. */
  readonly reason: string;
}

export function auditOf(override: Override, action: AuditRecord['action'], author: string, atMs: number): AuditRecord {
  const { id: overrideId, act, reason } = override;
  return { id: `${overrideId} ${action}`, kind: 'override', action, atMs, overrideId, act, author, reason };
}
