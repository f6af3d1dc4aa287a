import { messageOf } from '@naru/kernel';
import type { Recollection, RememberedTicket, ScopeAt } from '../ports/ticket-memory.ts';
import type { Ticket } from './ticket.ts';
import type { TicketDeskDeps } from './ticket-desk-deps.ts';
import { scopesOf, type TicketOwner } from './ticket-owner.ts';

export interface AskStatusRequest {
  readonly owner: TicketOwner;
  /** As it stands in the question, in our writing. */
  readonly number: string | undefined;
}

export type AskStatusOutcome =
  | { readonly kind: 'found'; readonly ticket: Ticket }
  /** The number that was asked for is nobody's, or somebody else's. */
  | { readonly kind: 'not-found'; readonly number: string }
  /** No number was named, and the owner has no ticket. */
  | { readonly kind: 'none-recent' }
  /** No number was named, and the owner's tickets could not be listed. */
  | { readonly kind: 'recent-unknown' };

/**
 * Finds the ticket of a status question (S-TKT-5): by the number in it, else the remembered one, else the owner's
 * newest, which is then remembered. A remembered one that is gone is looked for once more among the owner's tickets.
 */
export async function askStatus(request: AskStatusRequest, deps: TicketDeskDeps): Promise<AskStatusOutcome> {
  const { service, observer } = deps;
  const { owner, number } = request;
  if (number !== undefined) {
    observer.on({ type: 'status-asked', source: 'query' });
    const ticket = await service.find(owner.ownerKey, number);
    return ticket ? { kind: 'found', ticket } : { kind: 'not-found', number };
  }

  const recalled = await deps.memory.recall(scopesOf(owner), undefined, deps.clock.now());
  const scopes = recalled.map(({ scope }) => scope);
  const { last, isPastOwnerIgnored } = ownLast(recalled, owner.ownerKey);
  if (isPastOwnerIgnored) observer.on({ type: 'owner-mismatch', cache: 'last_ticket' });
  if (!last) {
    const recent = await findRecent(owner, scopes, deps);
    observer.on({ type: 'status-asked', source: recent.kind === 'found' ? 'list' : 'missing' });
    return recent;
  }

  observer.on({ type: 'status-asked', source: 'cache' });
  const ticket = await service.find(owner.ownerKey, last.number);
  if (ticket) return { kind: 'found', ticket };
  const recent = await findRecent(owner, scopes, deps);
  observer.on({ type: 'cache-recovered', result: RECOVERIES[recent.kind] });
  return recent;
}

type Recent = Exclude<AskStatusOutcome, { kind: 'not-found' }>;

const RECOVERIES = { found: 'recovered', 'none-recent': 'miss', 'recent-unknown': 'retry_failed' } as const;

/** The newer of what the scopes remember, the session's where both are as new. */
function ownLast(
  recalled: readonly Recollection[],
  ownerKey: string,
): { readonly last: RememberedTicket | undefined; readonly isPastOwnerIgnored: boolean } {
  let last: RememberedTicket | undefined;
  let isPastOwnerIgnored = false;
  for (const { last: candidate } of recalled) {
    if (!candidate) continue;
    if (candidate.ownerKey !== ownerKey) isPastOwnerIgnored = true;
    else if (!last || candidate.cachedAtMs > last.cachedAtMs) last = candidate;
  }
  return { last, isPastOwnerIgnored };
}

async function findRecent(owner: TicketOwner, scopes: readonly ScopeAt[], deps: TicketDeskDeps): Promise<Recent> {
  const { service, memory, observer, clock, logger, settings } = deps;
  let newest: Ticket | undefined;
  try {
    [newest] = await service.list(owner.ownerKey, 1);
  } catch (error) {
    logger.warn({ error: messageOf(error) }, "a customer's tickets could not be listed");
    observer.on({ type: 'recent-looked-up', result: 'error' });
    return { kind: 'recent-unknown' };
  }
  observer.on({ type: 'recent-looked-up', result: newest ? 'found' : 'empty' });
  if (!newest) return { kind: 'none-recent' };
  const nowMs = clock.now();
  const { ownerKey } = owner;
  const lastUntilMs = nowMs + settings().lastTicketMs;
  try {
    await memory.remember(scopes, { ownerKey, number: newest.number, cachedAtMs: nowMs, lastUntilMs }, nowMs);
  } catch (error) {
    logger.warn({ error: messageOf(error) }, 'a ticket that was found could not be remembered');
  }
  return { kind: 'found', ticket: newest };
}
