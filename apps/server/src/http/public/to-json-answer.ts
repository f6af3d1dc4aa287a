import type { ChatJsonAnswer } from '@naru/api-contract';
import type { ChatError, ChatErrorCode, TurnRecord, TurnResult } from '@naru/chat';

/** Ends that are no answer at all: the caller gets the error object and its status instead. */
const FAULTS: ReadonlySet<ChatErrorCode> = new Set([
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_TIMEOUT',
  'QUOTA_EXCEEDED',
  'RATE_LIMITED',
  'INTERNAL',
]);

/** The error to answer with, when a turn ended without a word because of a fault. */
export function faultOf({ state, traceId }: TurnRecord): ChatError | undefined {
  if (state.name === 'running') {
    const message = '답변이 아직 끝나지 않았습니다. 잠시 후 다시 시도해 주세요.';
    return { code: 'INTERNAL', message, retryable: true, traceId };
  }
  const { error, text } = state.result;
  return error && text === '' && FAULTS.has(error.code) ? { ...error, traceId } : undefined;
}

/**
 * A turn that has ended, as C-JSON-1 has it.
 *
 * @throws {TypeError} for a running turn
 */
export function toJsonAnswer(turn: TurnRecord, requestId: string): ChatJsonAnswer {
  if (turn.state.name === 'running') throw new TypeError('a running turn has no answer yet');
  const { result } = turn.state;
  return {
    session_id: turn.sessionId,
    message_id: turn.messageId,
    status: result.status,
    answer: result.text === '' && result.error ? result.error.message : result.text,
    citations: [
      ...result.citations.map(({ n, title, docId, anchor, quote }) => ({ n, title, docId, anchor, quote })),
      ...(result.systemCitations ?? []).map(({ source, endpoint, snippet }) => ({ source, endpoint, snippet })),
    ],
    provider: result.served?.provider ?? null,
    model: result.served?.model ?? null,
    is_fallback: result.served?.isFallback ?? false,
    finish: result.finish,
    reason_code: result.reasonCode,
    recoverable: result.error?.retryable ?? result.nextAction !== 'NONE',
    next_action: result.nextAction,
    retry_after_ms: result.error?.retryAfterMs ?? result.retryAfterMs ?? null,
    ticket: toTicket(result.ticket),
    hold: null,
    trace_id: turn.traceId,
    request_id: requestId,
  };
}

function toTicket(ticket: TurnResult['ticket']): ChatJsonAnswer['ticket'] {
  if (!ticket) return null;
  const { state, number, nextAllowedAtMs } = ticket;
  const next_allowed_at = nextAllowedAtMs === undefined ? null : new Date(nextAllowedAtMs).toISOString();
  return { state, ticket_no: number ?? null, next_allowed_at };
}
