import type { DecisionRecord, LedgerRow } from '../money/ledger.ts';

/** A row in which only what the test names matters: an attempt that went well and cost little. */
export function aLedgerRow(overrides: Partial<LedgerRow> = {}): LedgerRow {
  return {
    attemptId: 'attempt-1',
    decisionId: 'decision-1',
    requestId: 'request-1',
    traceId: 'trace-1',
    provider: 'primary',
    mode: 'stream',
    attempt: 1,
    outcome: 'ok',
    committed: true,
    dispatched: true,
    startedAtMs: 1_000,
    durationMs: 500,
    inputTokens: 100,
    outputTokens: 20,
    cacheReadTokens: 0,
    estimated: false,
    ...overrides,
  };
}

export function aDecisionRecord(overrides: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id: 'decision-1',
    atMs: 1_000,
    requestId: 'request-1',
    configurationId: 'configuration-1',
    features: { policy: 'default', mode: 'stream', needs: { tools: false, vision: false, contextTokens: 100 } },
    signals: [],
    overrides: [],
    chain: ['primary'],
    reasonCode: 'default',
    ...overrides,
  };
}
