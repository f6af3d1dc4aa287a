import type { TurnEvent } from '@naru/chat';
import type { EventDraft, EventOutcome, EventTokens } from '@naru/events';
import type { TokenUsage } from '@naru/language-model';

export type TurnEnded = Extract<TurnEvent, { readonly type: 'turn-ended' }>;

const OUTCOMES: Readonly<Record<TurnEnded['finish'], EventOutcome>> = {
  complete: 'ok',
  stopped: 'cancelled',
  interrupted: 'failed',
  blocked: 'refused',
  guarded: 'refused',
};

/** What is told of a chat turn: ids, lengths and figures. */
export function turnEvent(turn: TurnEnded, toolCalls: readonly string[], nowMs: number): EventDraft {
  const { finish, result, durationMs, intent, assistant, requestId, traceId, sessionId, turnId } = turn;
  const { served, error } = result;
  return {
    kind: 'chat-turn',
    route: `chat/${assistant}`,
    requestId,
    traceId,
    sessionId,
    outcome: OUTCOMES[finish],
    error: error && { code: error.code, class: finish },
    startedAtMs: Math.round(nowMs - durationMs),
    durationMs,
    assistant,
    intent,
    provider: served?.provider,
    attempts: served?.attempts,
    tokens: served?.usage && tokensOf(served.usage),
    costMicros: served?.costMicros,
    cacheHit: turn.answerCache === undefined ? undefined : turn.answerCache === 'hit',
    decision: served && { id: served.decisionId, reason: served.decisionReason },
    fields: {
      'chat.turn_id': turnId,
      'chat.finish': finish,
      'chat.reason_code': result.reasonCode,
      'chat.answer_length': turn.answerLength,
      'chat.citations': turn.citationCount,
      'chat.first_word_ms': turn.firstWordMs,
      'chat.tool_calls': toolCalls.length === 0 ? undefined : toolCalls,
      'gen_ai.response.model': served?.model,
    },
  };
}

export function tokensOf({ inputTokens, outputTokens, cacheReadTokens }: TokenUsage): EventTokens {
  return { input: inputTokens, output: outputTokens, cachedInput: cacheReadTokens };
}
