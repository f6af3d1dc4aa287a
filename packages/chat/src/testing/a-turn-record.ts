import type { TurnClaim } from '../ports/turn-store.ts';
import type { TurnRecord, TurnResult } from '../turn/turn-record.ts';

/** A running turn in which only what the test names matters. Its other ids follow from its own. */
export function aTurnRecord(overrides: Partial<TurnRecord> = {}): TurnRecord {
  const id = overrides.id ?? 'turn-1';
  return {
    id,
    sessionId: 'session-1',
    ownerKey: 'a:owner-1',
    streamId: `${id}-stream`,
    messageId: `${id}-answer`,
    userMessageId: `${id}-question`,
    userText: '배송은 얼마나 걸리나요?',
    trigger: 'submit-message',
    replacesTurnId: undefined,
    requestId: `${id}-request`,
    traceId: `${id}-trace`,
    createdAtMs: 1_000,
    state: { name: 'running', leaseUntilMs: 31_000 },
    ...overrides,
  };
}

/** A complete answer in which only what the test names matters. */
export function aTurnResult(overrides: Partial<TurnResult> = {}): TurnResult {
  return {
    finish: 'complete',
    status: 'ok',
    text: '이틀쯤 걸립니다. [1]',
    citations: [{ n: 1, title: '배송 기간', docId: 'shipping/time', anchor: 'days', quote: '출고 후 이틀' }],
    dataParts: [],
    reasonCode: 'OK',
    nextAction: 'NONE',
    error: undefined,
    served: {
      provider: 'primary',
      model: 'toy',
      isFallback: false,
      attempts: 1,
      decisionId: 'decision-1',
      decisionReason: 'default',
      usage: { inputTokens: 120, outputTokens: 9, cacheReadTokens: 0, estimated: false },
      costMicros: 37,
    },
    ...overrides,
  };
}

/** The claim of a running turn, by default of one that nothing repeats. */
export function aTurnClaim(turn: Partial<TurnRecord> = {}, overrides: Partial<TurnClaim> = {}): TurnClaim {
  return {
    turn: aTurnRecord(turn),
    idempotencyKey: undefined,
    fingerprint: 'content-1',
    idempotencyExpiresAtMs: 86_401_000,
    nowMs: 1_000,
    ...overrides,
  };
}
