import type { Message } from '@naru/language-model';
import type { TicketNotice } from '../assistant/ticket-notice.ts';
import { chatFailure, type ChatErrorCode } from '../chat-error.ts';
import type { HandOffOutcome, HandOffRequest } from '../ports/hand-off.ts';
import type { AnswerEnd, Outage } from './answer-end.ts';
import { faultFields } from './fault-fields.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnUnderWay } from './turn-under-way.ts';

type Requested = Exclude<HandOffOutcome, { kind: 'unavailable' }>;

/**
 * The last route is a person (R-FO-9): where nobody answered before a word was said, the question goes to one, with
 * what was said before and what was tried. Where that cannot be either, the end stays what it was.
 */
export async function handOver(end: AnswerEnd, underWay: TurnUnderWay, deps: TurnDeps): Promise<AnswerEnd> {
  const { writer, turn } = underWay;
  if ((end.kind !== 'failed' && end.kind !== 'blocked') || !end.outage) return end;
  if (!deps.handOff || writer.hasWords || turn.signal.aborted) return end;
  const reasonCode: ChatErrorCode = end.kind === 'failed' ? end.failure.code : chatFailure('GUARD_OUTPUT').code;
  const outcome = await askForPerson(reasonCode, end.outage, underWay, deps);
  if (outcome.kind === 'unavailable' || turn.signal.aborted) return end;
  writer.beginStep();
  writer.say(sentenceOf(outcome));
  writer.endStep();
  writer.flush();
  const retryAfterMs = outcome.kind === 'cooling' ? outcome.retryAfterMs : undefined;
  return { kind: 'handed-over', reasonCode, ticket: noticeOf(outcome, deps.clock.now()), retryAfterMs };
}

async function askForPerson(
  reasonCode: ChatErrorCode,
  { attempts }: Outage,
  { turn, request, notes }: TurnUnderWay,
  deps: TurnDeps,
): Promise<HandOffOutcome> {
  const { id: turnId, sessionId, traceId, requestId, userText: question } = turn.record;
  try {
    const handOff: HandOffRequest = {
      owner: request.owner,
      sessionId,
      turnId,
      question,
      transcript: notes.history.flatMap(toLine),
      reasonCode,
      attempts: attempts.map(({ provider, outcome }) => ({ provider, outcome })),
      requestId,
      traceId,
    };
    return (await deps.handOff?.request(handOff)) ?? { kind: 'unavailable' };
  } catch (error) {
    deps.logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'could not hand over to a person');
    return { kind: 'unavailable' };
  }
}

function toLine(message: Message): HandOffRequest['transcript'] {
  return message.role === 'user' || message.role === 'assistant' ? [{ role: message.role, text: message.text }] : [];
}

function sentenceOf(outcome: Requested): string {
  if (outcome.kind === 'requested') {
    return outcome.reused
      ? `지금은 바로 답변드리기 어렵습니다. 같은 문의가 이미 상담원에게 접수되어 있습니다. 접수 번호는 ${outcome.ticketNumber}입니다.`
      : `지금은 바로 답변드리기 어려워 상담원에게 연결해 드렸습니다. 접수 번호는 ${outcome.ticketNumber}이며, 상담원이 확인한 뒤 안내해 드리겠습니다.`;
  }
  const number = outcome.ticketNumber === undefined ? '' : ` 접수 번호는 ${outcome.ticketNumber}입니다.`;
  return `지금은 바로 답변드리기 어렵습니다. 조금 전에 접수하신 문의를 상담원이 확인하고 있습니다.${number}`;
}

function noticeOf(outcome: Requested, nowMs: number): TicketNotice {
  if (outcome.kind === 'requested') {
    return { state: outcome.reused ? 'deduplicated' : 'created', number: outcome.ticketNumber };
  }
  return { state: 'cooldown', number: outcome.ticketNumber, nextAllowedAtMs: nowMs + outcome.retryAfterMs };
}
