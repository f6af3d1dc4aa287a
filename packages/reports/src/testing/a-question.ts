import type { AssistantQuestion } from '@naru/chat/assistant';

/** A question about `aReport()`, as the engine hands it to the assistant. */
export function aQuestion(overrides: Partial<AssistantQuestion> = {}): AssistantQuestion {
  return {
    owner: { kind: 'anonymous', anonymousId: 'anonymous-1' },
    sessionId: 'session-1',
    conversationName: 'report:sales-2026-10',
    text: '전자책 매출은 얼마인가요?',
    history: [],
    unresolved: undefined,
    requestId: 'request-1',
    traceId: 'trace-1',
    nowMs: 0,
    signal: new AbortController().signal,
    ...overrides,
  };
}
