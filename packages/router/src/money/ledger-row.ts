import type { AttemptEndedEvent, ProbeEndedEvent } from '../telemetry/router-event.ts';
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

/** The row of a probe that was sent of our own accord: no decision stands behind it, and nobody asked for it. */
export function ledgerRowOfProbe(event: ProbeEndedEvent, id: string): LedgerRow {
  const { provider, outcome, startedAtMs, durationMs, usage, costMicros } = event;
  return {
    attemptId: id,
    decisionId: 'probe',
    requestId: id,
    traceId: id,
    provider,
    mode: 'stream',
    attempt: 1,
    outcome,
    committed: false,
    dispatched: true,
    startedAtMs,
    durationMs,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    cacheReadTokens: usage?.cacheReadTokens ?? 0,
    estimated: usage?.estimated ?? true,
    ...(costMicros !== undefined && { costMicros }),
  };
}
