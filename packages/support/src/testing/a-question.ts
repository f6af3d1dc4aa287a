import type { AssistantQuestion } from '@naru/chat/assistant';

/** A customer's message as the engine hands it to the assistant. */
export function aQuestion(overrides: Partial<AssistantQuestion> = {}): AssistantQuestion {
  return {
    owner: { kind: 'anonymous', anonymousId: 'anonymous-1' },
    sessionId: 'session-1',
    text: '배송비는 얼마인가요?',
    history: [],
    unresolved: undefined,
    requestId: 'request-1',
    traceId: 'trace-1',
    nowMs: 0,
    signal: new AbortController().signal,
    ...overrides,
  };
}
