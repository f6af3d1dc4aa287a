import type { CreationMark, Recollection } from '../ports/ticket-memory.ts';
import { decideCreation, type CreationDecision } from './decide-creation.ts';
import { inquiryKey } from './inquiry-key.ts';
import { makeTicket } from './make-ticket.ts';
import { noteOpened } from './note-opened.ts';
import type { OpenTicketOutcome, OpenTicketRequest } from './open-ticket-request.ts';
import type { TicketDeskDeps } from './ticket-desk-deps.ts';
import { scopesOf } from './ticket-owner.ts';
import type { Ticket } from './ticket.ts';

/** A creation that takes longer than this no longer keeps others waiting. */
const PENDING_MS = 10_000;
/** A ticket that another request is just opening is waited for, since it may be the same. */
const LOOKS = 20;
const LOOK_EVERY_MS = 50;

/**
 * Opens a ticket, or gives the one that the same inquiry has already (S-TKT-1 to S-TKT-3). Of two that wish at once one
 * opens it, and the other waits a second for that, to find it the same or to be asked to wait. A refusal is an outcome;
 * a service that fails throws, and then nothing is remembered.
 */
export async function openTicket(request: OpenTicketRequest, deps: TicketDeskDeps): Promise<OpenTicketOutcome> {
  const { memory, clock, observer } = deps;
  const { ownerKey } = request.owner;
  const inquiry = inquiryKey(request.inquiry ?? request.message);
  let isPastOwnerIgnored = false;

  const settle = (decision: CreationDecision): void => {
    if (isPastOwnerIgnored) observer.on({ type: 'owner-mismatch', cache: 'create_last' });
    observer.on({ type: 'dedup-looked-up', result: decision.kind === 'reuse' ? decision.scope : 'miss' });
    if (decision.kind === 'cooling') {
      const hasRecentTicket = decision.recentNumber !== undefined;
      observer.on({ type: 'cooldown-checked', result: 'blocked', hasRecentTicket });
    } else {
      observer.on({ type: 'cooldown-checked', result: decision.kind === 'reuse' ? 'dedup_bypass' : 'pass' });
    }
  };

  for (let looksLeft = LOOKS; ; looksLeft -= 1) {
    const nowMs = clock.now();
    const recalled = await memory.recall(scopesOf(request.owner), inquiry, nowMs);
    const scopes = recalled.map(({ scope }) => scope);
    const judged = await judge(recalled, ownerKey, nowMs, deps);
    isPastOwnerIgnored ||= judged.isPastOwnerIgnored;
    const { decision } = judged;

    if (decision.kind === 'cooling') {
      const { untilMs, recentNumber } = decision;
      if (recentNumber === undefined && looksLeft > 0) {
        await clock.sleep(LOOK_EVERY_MS);
        continue;
      }
      settle(decision);
      return { kind: 'cooling', retryAfterMs: Math.max(1, untilMs - nowMs), nextAllowedAtMs: untilMs, recentNumber };
    }
    if (decision.kind === 'reuse') {
      settle(decision);
      await noteOpened(decision.ticket, scopes, inquiry, request, 'ticket_reused', deps);
      return { kind: 'reused', ticket: decision.ticket };
    }
    const holder = deps.ids.newId();
    const mark: CreationMark = { ownerKey, holder, number: undefined, untilMs: nowMs + PENDING_MS };
    if (!(await memory.claim(scopes, mark, nowMs))) {
      // Lost to one that came at the same moment: look again at what that one has left.
      if (looksLeft > 0) continue;
      throw new Error('the memory of tickets refuses a mark and shows none');
    }
    settle(decision);
    const ticket = await makeTicket(request, nowMs, { scopes, holder }, deps);
    await noteOpened(ticket, scopes, inquiry, request, 'ticket_created', deps);
    return { kind: 'created', ticket };
  }
}

type Judged = Exclude<CreationDecision, { kind: 'reuse' }> | (CreationDecision & { kind: 'reuse'; ticket: Ticket });

/** Decides, and looks whether the ticket that would be given again is still there. */
async function judge(
  recalled: readonly Recollection[],
  ownerKey: string,
  nowMs: number,
  { service }: TicketDeskDeps,
): Promise<{ readonly decision: Judged; readonly isPastOwnerIgnored: boolean }> {
  const { decision, isPastOwnerIgnored } = decideCreation(recalled, ownerKey, nowMs);
  if (decision.kind !== 'reuse') return { decision, isPastOwnerIgnored };
  const ticket = await service.find(ownerKey, decision.number);
  if (ticket) return { decision: { ...decision, ticket }, isPastOwnerIgnored };
  const without = decideCreation(
    recalled.map(scope => ({ ...scope, same: undefined })),
    ownerKey,
    nowMs,
  );
  if (without.decision.kind === 'reuse') throw new TypeError('nothing is left to be reused');
  return { decision: without.decision, isPastOwnerIgnored };
}
