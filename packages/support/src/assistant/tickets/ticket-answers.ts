import type { ActOnce, AssistantQuestion, FixedAnswer, Owner } from '@naru/chat/assistant';
import type { AskStatusOutcome } from '../../tickets/ask-status.ts';
import type { OpenTicketOutcome } from '../../tickets/open-ticket-request.ts';
import type { TicketDesk } from '../../tickets/ticket-desk.ts';
import { findTicketNumber } from '../../tickets/ticket-number.ts';
import type { TicketOwner } from '../../tickets/ticket-owner.ts';
import {
  ASK_INQUIRY,
  NONE_RECENT,
  RECENT_UNKNOWN,
  sayCooling,
  sayCreated,
  sayNotFound,
  sayReused,
  sayStatus,
} from './ticket-sentences.ts';
import { readTicketWish } from './ticket-wish.ts';

/** The desk as the assistant asks it. */
export interface AssistantTickets {
  readonly desk: Pick<TicketDesk, 'open' | 'status'>;
  /** Equal for equal owners, different for different ones. */
  readonly ownerKeyOf: (owner: Owner) => string;
}

const CREATE_ENDPOINT = 'POST /api/v1/support/tickets';
const CREATE = { kind: 'fixed-answer', intent: 'TICKET_CREATE', citations: [] } as const;
const STATUS = { kind: 'fixed-answer', intent: 'TICKET_STATUS', citations: [] } as const;
const DECLINES = /^(아니|취소|괜찮|됐|안할|그만|필요없)/u;

/**
 * Opens a ticket of what the message says; a bare wish takes the question that got no answer, or else asks for one
 * (S-TKT-1). `undefined` for a question on how tickets are opened, which the articles answer.
 */
export function prepareTicket(
  question: AssistantQuestion,
  tickets: AssistantTickets,
): ActOnce | FixedAnswer | undefined {
  const { text, unresolved } = question;
  const wish = readTicketWish(text);
  switch (wish.kind) {
    case 'question':
      return undefined;
    case 'inquiry':
      return openWith(text, wish.inquiry, tickets);
    case 'bare':
      return unresolved ? openWith(unresolved.query, unresolved.query, tickets) : askForInquiry();
  }
}

/** The message after ours that asked what the ticket is to say; `undefined` where there was none, or it says no. */
export function prepareAskedFor({ text, history }: AssistantQuestion, tickets: AssistantTickets): ActOnce | undefined {
  const before = history.at(-1);
  if (before?.role !== 'assistant' || before.text !== ASK_INQUIRY) return undefined;
  return DECLINES.test(text.replace(/\s+/g, '')) ? undefined : openWith(text, text, tickets);
}

/** Says where a ticket stands (S-TKT-5). Reads only, but for remembering which one was asked for. */
export async function answerStatus(question: AssistantQuestion, tickets: AssistantTickets): Promise<FixedAnswer> {
  const { owner, sessionId, text } = question;
  const asked = { owner: ticketOwner(owner, sessionId, tickets), number: findTicketNumber(text) };
  return toStatusAnswer(await tickets.desk.status(asked));
}

function openWith(message: string, inquiry: string, tickets: AssistantTickets): ActOnce {
  return {
    kind: 'act-once',
    intent: 'TICKET_CREATE',
    async run({ owner, sessionId, callKey }) {
      const request = { owner: ticketOwner(owner, sessionId, tickets), message, inquiry, idempotencyKey: callKey };
      return toCreateAnswer(await tickets.desk.open(request));
    },
  };
}

function ticketOwner(owner: Owner, sessionId: string, { ownerKeyOf }: AssistantTickets): TicketOwner {
  return { ownerKey: ownerKeyOf(owner), isSignedIn: owner.kind === 'user', sessionId };
}

function askForInquiry(): FixedAnswer {
  const nextAction = 'PROVIDE_REQUIRED_INFO';
  return { ...CREATE, text: ASK_INQUIRY, status: 'needs_input', reasonCode: 'INPUT_REQUIRED', nextAction };
}

function toCreateAnswer(outcome: OpenTicketOutcome): FixedAnswer {
  const settled = { ...CREATE, status: 'ok', reasonCode: 'OK', nextAction: 'NONE', settlesMatter: true } as const;
  switch (outcome.kind) {
    case 'created':
      return {
        ...settled,
        text: sayCreated(outcome.ticket),
        ticket: { state: 'created', number: outcome.ticket.number },
      };
    case 'reused':
      return {
        ...settled,
        text: sayReused(outcome.ticket),
        ticket: { state: 'deduplicated', number: outcome.ticket.number },
      };
    case 'cooling':
      return toCoolingAnswer(outcome);
  }
}

function toCoolingAnswer({
  retryAfterMs,
  nextAllowedAtMs,
  recentNumber,
}: Extract<OpenTicketOutcome, { kind: 'cooling' }>): FixedAnswer {
  const remainingSeconds = Math.ceil(retryAfterMs / 1_000);
  const snippet = `remaining_sec=${remainingSeconds}, recent_ticket_no=${recentNumber ?? 'none'}`;
  return {
    ...CREATE,
    text: sayCooling(remainingSeconds, recentNumber),
    status: 'ok',
    reasonCode: 'RATE_LIMITED',
    nextAction: 'RETRY',
    retryAfterMs,
    systemCitations: [{ source: 'ticket_create_cooldown', endpoint: CREATE_ENDPOINT, snippet }],
    ticket: { state: 'cooldown', number: recentNumber, nextAllowedAtMs },
  };
}

function toStatusAnswer(outcome: AskStatusOutcome): FixedAnswer {
  const asksForNumber = { ...STATUS, status: 'needs_input', nextAction: 'PROVIDE_REQUIRED_INFO' } as const;
  switch (outcome.kind) {
    case 'found': {
      const { ticket } = outcome;
      const notice = { state: 'found', number: ticket.number } as const;
      return { ...STATUS, text: sayStatus(ticket), status: 'ok', reasonCode: 'OK', nextAction: 'NONE', ticket: notice };
    }
    case 'not-found':
      return { ...asksForNumber, text: sayNotFound(outcome.number), reasonCode: 'TICKET_NOT_FOUND' };
    case 'none-recent':
      return { ...asksForNumber, text: NONE_RECENT, reasonCode: 'RECENT_LOOKUP_EMPTY' };
    case 'recent-unknown':
      return { ...asksForNumber, text: RECENT_UNKNOWN, reasonCode: 'RECENT_LOOKUP_ERROR' };
  }
}
