import type { SubmitRequest } from '../engine.ts';

/** A message in which only what the test names matters. */
export function aSubmitRequest(overrides: Partial<SubmitRequest> = {}): SubmitRequest {
  return {
    owner: { kind: 'anonymous', anonymousId: 'owner-1' },
    chatId: 'chat-1',
    text: '배송은 얼마나 걸리나요?',
    trigger: 'submit-message',
    accepts: new Set(),
    mode: 'stream',
    requestId: 'request-1',
    traceId: 'trace-1',
    ...overrides,
  };
}
