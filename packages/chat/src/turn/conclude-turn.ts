import { chatFailure, type ChatFailure } from '../chat-error.ts';
import type { FixedAnswer } from '../assistant/assistant.ts';
import type { CachedAnswer } from '../ports/semantic-cache.ts';
import type { AnswerEnd } from './answer-end.ts';
import type { AnswerNotes } from './answer-notes.ts';
import { ticketPart } from './ticket-part.ts';
import type { DataChunk, TerminalChunk } from './turn-chunk.ts';
import type { TurnResult, TurnServed } from './turn-record.ts';

export type WireFinishReason = Extract<TerminalChunk, { type: 'finish' }>['finishReason'];

/** What a turn has come to, before it is stored. */
export interface Conclusion {
  readonly result: TurnResult;
  readonly finishReason: WireFinishReason;
  /** Whether the answer rests on something, on nothing though it should, or needs no ground. */
  readonly support: 'supported' | 'unsupported' | 'neutral';
  /** True where the stream has told the customer what went wrong, so that it may `finish`. */
  readonly isTold?: boolean;
}

/** What was said and known when the answer ended. */
export interface Said extends Pick<AnswerNotes, 'citations' | 'served' | 'hasSources' | 'hasToolResult'> {
  readonly sessionId: string;
  readonly messageId: string;
  readonly text: string;
}

const BROKE_OFF = '답변이 중간에 끊겼습니다. 여기까지의 내용은 남아 있으니 다시 시도해 주세요.';
const LOST = '답변이 중간에 끊겼습니다. 다시 시도해 주세요.';
const COST_CUT = '비용 상한을 초과하여 답변을 중단했습니다.';
const MICROS = 1_000_000;
const RETRY_HINT_MS = 5_000;

/** Decides what a turn's end means. Pure; the table of all ends. */
export function concludeTurn(end: AnswerEnd, said: Said): Conclusion {
  switch (end.kind) {
    case 'said':
      return { ...concludeSaid(said), finishReason: end.finishReason };
    case 'fixed':
      return { ...concludeFixed(end.answer, said), finishReason: 'stop' };
    case 'cached':
      return { result: concludeCached(end.answer, said), finishReason: 'stop', support: 'supported' };
    case 'handed-over':
      return { ...concludeHandedOver(end, said), finishReason: 'stop' };
    case 'failed':
      return concludeFailed(end.failure, said);
    case 'blocked': {
      const failure = chatFailure('GUARD_OUTPUT');
      // Nothing of a blocked answer stays: history keeps the fixed sentence.
      const blocked = { ...plain({ ...said, text: failure.message, citations: [] }), finish: 'blocked' } as const;
      const mustBeHidden = said.text !== '' && !end.isWithdrawn;
      const dataParts = mustBeHidden ? [guardPart(said.messageId, 'content', 1, 0, failure.message)] : [];
      const result = withError({ ...blocked, dataParts }, failure);
      return { result, finishReason: 'content-filter', support: 'unsupported', isTold: end.isWithdrawn };
    }
    case 'too-dear': {
      const { usedMicros, limitMicros } = end;
      const failure = chatFailure('GUARD_COST', said.text === '' ? {} : { message: COST_CUT });
      return concludeGuarded('cost', failure, usedMicros / MICROS, limitMicros / MICROS, said);
    }
    case 'too-many-steps':
      return concludeGuarded('steps', chatFailure('GUARD_STEPS'), end.used, end.limit, said);
    case 'cut':
      switch (end.cause.kind) {
        case 'stopped':
        case 'abandoned':
          return { result: { ...plain(said), finish: 'stopped' }, finishReason: 'other', support: 'neutral' };
        case 'drained':
        case 'lease-lost':
          return concludeFailed(chatFailure('INTERNAL', { message: LOST }), said);
        case 'out-of-time': {
          const failure = chatFailure('GUARD_TIME', { retryAfterMs: RETRY_HINT_MS });
          return concludeGuarded('time', failure, end.cause.usedMs, end.cause.limitMs, said);
        }
      }
  }
}

function plain({ messageId, text, citations, served }: Said): TurnResult {
  return {
    finish: 'complete',
    status: 'ok',
    text,
    citations,
    dataParts:
      citations.length === 0 ? [] : [{ type: 'data-citations', id: messageId, data: { v: 1, items: citations } }],
    reasonCode: 'OK',
    nextAction: 'NONE',
    error: undefined,
    served,
  };
}

function concludeSaid(said: Said): Pick<Conclusion, 'result' | 'support'> {
  const isSupported = said.citations.length > 0 || said.hasToolResult;
  if (isSupported) return { result: plain(said), support: 'supported' };
  if (!said.hasSources) return { result: plain(said), support: 'neutral' };
  const fallback = { status: 'insufficient_evidence', reasonCode: 'NO_EVIDENCE', nextAction: 'REFINE_QUERY' } as const;
  return { result: { ...plain(said), ...fallback }, support: 'unsupported' };
}

function concludeFixed(answer: FixedAnswer, said: Said): Pick<Conclusion, 'result' | 'support'> {
  const { status, reasonCode, nextAction, citations, systemCitations, ticket, retryAfterMs, settlesMatter } = answer;
  const told = plain({ ...said, citations });
  const result: TurnResult = {
    ...told,
    status,
    reasonCode,
    nextAction,
    dataParts: ticket ? [...told.dataParts, ticketPart(said.messageId, ticket)] : told.dataParts,
    ...(systemCitations && { systemCitations }),
    ...(ticket && { ticket }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  if (settlesMatter) return { result, support: 'supported' };
  if (status === 'insufficient_evidence') return { result, support: 'unsupported' };
  return { result, support: citations.length > 0 && status === 'ok' ? 'supported' : 'neutral' };
}

/** Who said it first is named; nobody was asked, and nothing was paid. */
function concludeCached({ citations, provider, model }: CachedAnswer, said: Said): TurnResult {
  const served: TurnServed = {
    provider,
    model,
    isFallback: false,
    attempts: 0,
    decisionId: '',
    decisionReason: 'answer_cache',
    usage: undefined,
    costMicros: 0,
  };
  return plain({ ...said, citations, served });
}

/** A person goes on: the stream may finish, and the question is not made again by a repeat. */
function concludeHandedOver(
  { reasonCode, ticket, retryAfterMs }: Extract<AnswerEnd, { kind: 'handed-over' }>,
  said: Said,
): Pick<Conclusion, 'result' | 'support'> {
  const ticketNumber = ticket.number ?? null;
  const handoff: DataChunk = {
    type: 'data-handoff',
    id: said.sessionId,
    data: { v: 1, state: 'requested', ticketNumber },
  };
  const result: TurnResult = {
    ...plain({ ...said, citations: [] }),
    status: 'error',
    reasonCode,
    dataParts: [handoff, ticketPart(said.messageId, ticket)],
    ticket,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  // An open ticket takes care of the matter (S-TKT-6); one that is only waited for does not.
  return { result, support: ticket.state === 'cooldown' ? 'neutral' : 'supported' };
}

function concludeFailed(failure: ChatFailure, said: Said): Conclusion {
  const told = said.text === '' ? failure : { ...failure, message: BROKE_OFF };
  const result = withError({ ...plain(said), finish: 'interrupted' }, told);
  // That we failed says nothing about the question.
  return { result, finishReason: 'error', support: failure.code === 'INTERNAL' ? 'neutral' : 'unsupported' };
}

function concludeGuarded(
  kind: 'time' | 'cost' | 'steps',
  failure: ChatFailure,
  used: number,
  limit: number,
  said: Said,
): Conclusion {
  const answer = plain(said);
  const guard = said.text === '' ? [] : [guardPart(said.messageId, kind, used, limit, failure.message)];
  const dataParts = [...answer.dataParts, ...guard];
  const result = withError({ ...answer, finish: 'guarded', dataParts }, failure);
  return { result, finishReason: 'other', support: 'unsupported' };
}

function withError(result: TurnResult, { code, message, retryable, retryAfterMs }: ChatFailure): TurnResult {
  const error = { code, message, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return { ...result, status: 'error', reasonCode: code, nextAction: retryable ? 'RETRY' : 'REFINE_QUERY', error };
}

function guardPart(
  id: string,
  kind: 'time' | 'cost' | 'steps' | 'content',
  used: number,
  limit: number,
  message: string,
): DataChunk {
  return { type: 'data-guard', id, data: { v: 1, kind, used, limit, message } };
}
