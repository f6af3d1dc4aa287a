import type { ModelCall } from '../language-model.ts';

/** A call in which only what the test names matters. */
export function aModelCall(overrides: Partial<ModelCall> = {}): ModelCall {
  return {
    prompt: { messages: [{ role: 'user', text: '배송은 얼마나 걸리나요?' }] },
    tools: [],
    settings: { mode: 'stream' },
    signal: new AbortController().signal,
    labels: { requestId: 'request-1', traceId: 'trace-1' },
    ...overrides,
  };
}
