import type { AttemptEndedEvent } from '../telemetry/router-event.ts';
import type { LedgerRow } from './ledger.ts';

/** The row of an attempt that has ended. */
export function ledgerRowOf(event: AttemptEndedEvent, nowMs: number): LedgerRow {
  const { labels, usage, status, firstTokenMs, costMicros } = event;
  const { tenant, assistant, intent } = labels;
  return {
    attemptId: event.attemptId,
    decisionId: event.decisionId,
    requestId: labels.requestId,
    traceId: labels.traceId,
    ...(tenant !== undefined && { tenant }),
    ...(assistant !== undefined && { assistant }),
    ...(intent !== undefined && { intent }),
    provider: event.provider,
    mode: event.mode,
    attempt: event.attempt,
    outcome: event.outcome,
    ...(status !== undefined && { status }),
    committed: event.committed,
    dispatched: event.dispatched,
    startedAtMs: event.startedAtMs ?? nowMs - event.durationMs,
    durationMs: event.durationMs,
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cacheReadTokens: usage.cacheReadTokens,
    estimated: usage.estimated,
    ...(costMicros !== undefined && { costMicros }),
  };
}
