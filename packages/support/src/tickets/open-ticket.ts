import { messageOf } from '@naru/kernel';
import type { CreationMark, Recollection, ScopeAt } from '../ports/ticket-memory.ts';
import { decideCreation, type CreationDecision } from './decide-creation.ts';
import { expectedFirstResponseMinutes } from './first-response.ts';
import { gradeInquiry } from './grade-inquiry.ts';
import { inquiryKey } from './inquiry-key.ts';
import type { HandOffNotes, Ticket, TicketSeverity } from './ticket.ts';
import type { TicketDeskDeps } from './ticket-desk.ts';
import { scopesOf, type TicketOwner } from './ticket-owner.ts';

export interface OpenTicketRequest {
  readonly owner: TicketOwner;
  /** In the customer's words, not empty. */
  readonly message: string;
  /** What the message asks, where it holds more than that, such as `… 문의 접수해줘`; missing: the message. */
  readonly inquiry?: string;
  /** Missing: the beginning of the message. */
  readonly subject?: string;
  /** Missing: what the rules see in the message; likewise below. */
  readonly category?: string | undefined;
  readonly severity?: TicketSeverity | undefined;
  readonly handOff?: HandOffNotes;
  /** The same for the same wish, also when it is said again. */
  readonly idempotencyKey: string;
}

export type OpenTicketOutcome =
  | { readonly kind: 'created'; readonly ticket: Ticket }
  | { readonly kind: 'reused'; readonly ticket: Ticket }
  /** One was opened moments ago; its number where it is known by now. */
  | {
      readonly kind: 'cooling';
      readonly retryAfterMs: number;
      readonly nextAllowedAtMs: number;
      readonly recentNumber: string | undefined;
    };

/** A creation that takes longer than this no longer keeps others waiting. */
const PENDING_MS = 10_000;
const SUBJECT_CHARACTERS = 40;
/** A ticket that another request is just opening is waited for, since it may be the same. */
const LOOKS = 20;
const LOOK_EVERY_MS = 50;

/**
 * Opens a ticket, or gives the one that the same inquiry has already (S-TKT-1 to S-TKT-3). Of two that wish at once one
 * opens it, and the other waits a second for that, to find it the same or to be asked to wait. A refusal is an outcome; a service that fails throws, and then
 * nothing is remembered.
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
    const ticket = await create(request, nowMs, { scopes, holder }, deps);
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

async function create(
  request: OpenTicketRequest,
  nowMs: number,
  { scopes, holder }: { readonly scopes: readonly ScopeAt[]; readonly holder: string },
  { service, memory, logger }: TicketDeskDeps,
): Promise<Ticket> {
  const { owner, message, subject, handOff, idempotencyKey } = request;
  const guessed = gradeInquiry(message);
  const severity = request.severity ?? guessed.severity;
  try {
    return await service.create({
      ownerKey: owner.ownerKey,
      sessionId: owner.sessionId,
      subject: subject ?? [...message.trim().replace(/\s+/g, ' ')].slice(0, SUBJECT_CHARACTERS).join(''),
      message,
      category: request.category ?? guessed.category,
      severity,
      expectedFirstResponseMinutes: expectedFirstResponseMinutes(severity),
      createdAtMs: nowMs,
      handOff,
      idempotencyKey,
    });
  } catch (error) {
    await memory.release(scopes, holder).catch((failure: unknown) => {
      // It ends by itself soon.
      logger.warn({ error: messageOf(failure) }, 'a mark of a ticket that was not opened could not be taken back');
    });
    throw error;
  }
}

/** Remembers what came of it. The ticket is there: a memory that fails costs a repeat its recognition, no more. */
async function noteOpened(
  { number }: Ticket,
  scopes: readonly ScopeAt[],
  inquiry: string,
  { owner }: OpenTicketRequest,
  reason: 'ticket_created' | 'ticket_reused',
  { memory, clock, observer, logger, settings }: TicketDeskDeps,
): Promise<void> {
  const nowMs = clock.now();
  const { cooldownMs, sameInquiryMs, lastTicketMs } = settings();
  const note = {
    ownerKey: owner.ownerKey,
    number,
    cachedAtMs: nowMs,
    lastUntilMs: nowMs + lastTicketMs,
    opened: {
      inquiry,
      sameUntilMs: nowMs + sameInquiryMs,
      coolingUntilMs: nowMs + cooldownMs,
    },
  };
  try {
    await memory.remember(scopes, note, nowMs);
  } catch (error) {
    logger.warn({ error: messageOf(error) }, 'an opened ticket could not be remembered');
  }
  if (owner.sessionId !== undefined) observer.on({ type: 'context-reset', reason, scope: 'session_only' });
}
