import type { CreationMark, Recollection, RememberedTicket } from '../ports/ticket-memory.ts';

/** What is to be done with a wish for a ticket. */
export type CreationDecision =
  | { readonly kind: 'reuse'; readonly number: string; readonly scope: 'session' | 'user' }
  | { readonly kind: 'cooling'; readonly untilMs: number; readonly recentNumber: string | undefined }
  | { readonly kind: 'create' };

export interface JudgedCreation {
  readonly decision: CreationDecision;
  /** Whether a mark or an inquiry of somebody who had the conversation before was passed over. */
  readonly isPastOwnerIgnored: boolean;
}

/**
 * The rules of S-TKT-2 and S-TKT-3. The same inquiry comes before the cooldown. Of two scopes that know it the one that
 * heard it later wins, and the session where both heard it at once; of two that cool, the one that cools longer.
 * Another owner's entries count for nothing (S-TKT-4).
 */
export function decideCreation(recalled: readonly Recollection[], ownerKey: string, nowMs: number): JudgedCreation {
  const isOwn = (entry: RememberedTicket | CreationMark): boolean => entry.ownerKey === ownerKey;
  const isPastOwnerIgnored = recalled.some(({ same, cooling }) =>
    [same, cooling].some(entry => entry && !isOwn(entry)),
  );

  let found: { readonly same: RememberedTicket; readonly scope: 'session' | 'user' } | undefined;
  let mark: CreationMark | undefined;
  for (const { scope, same, cooling } of recalled) {
    if (same && isOwn(same) && (!found || isLater(same, scope.kind, found.same))) found = { same, scope: scope.kind };
    if (cooling && isOwn(cooling) && cooling.untilMs > nowMs && cooling.untilMs > (mark?.untilMs ?? 0)) mark = cooling;
  }
  return { decision: decide(found, mark), isPastOwnerIgnored };
}

function isLater(same: RememberedTicket, scope: 'session' | 'user', than: RememberedTicket): boolean {
  return scope === 'session' ? same.cachedAtMs >= than.cachedAtMs : same.cachedAtMs > than.cachedAtMs;
}

function decide(
  found: { readonly same: RememberedTicket; readonly scope: 'session' | 'user' } | undefined,
  mark: CreationMark | undefined,
): CreationDecision {
  if (found) return { kind: 'reuse', number: found.same.number, scope: found.scope };
  if (mark) return { kind: 'cooling', untilMs: mark.untilMs, recentNumber: mark.number };
  return { kind: 'create' };
}
