import type { LedgerRow } from '@naru/router';
import { fromColumnText, toColumnText } from './column-text.ts';
import { CorruptRowError } from './errors.ts';
import type { LedgerAttemptRow } from './tables.ts';

export function toAttemptRow(row: LedgerRow): LedgerAttemptRow {
  return {
    id: toColumnText(row.attemptId),
    decision_id: toColumnText(row.decisionId),
    request_id: toColumnText(row.requestId),
    trace_id: toColumnText(row.traceId),
    tenant: optionalText(row.tenant),
    assistant: optionalText(row.assistant),
    intent: optionalText(row.intent),
    provider: toColumnText(row.provider),
    mode: row.mode,
    attempt: row.attempt,
    outcome: row.outcome,
    status: row.status ?? null,
    committed: row.committed ? 1 : 0,
    dispatched: row.dispatched ? 1 : 0,
    started_at_ms: row.startedAtMs,
    duration_ms: row.durationMs,
    first_token_ms: row.firstTokenMs ?? null,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cache_read_tokens: row.cacheReadTokens,
    estimated: row.estimated ? 1 : 0,
    cost_micros: row.costMicros ?? null,
  };
}

/** @throws {CorruptRowError} when the row does not hold an attempt */
export function fromAttemptRow(row: LedgerAttemptRow): LedgerRow {
  const { mode } = row;
  if (mode !== 'json' && mode !== 'stream') throw new CorruptRowError('ledger_attempt', row.id, ['mode']);
  return {
    attemptId: fromColumnText(row.id),
    decisionId: fromColumnText(row.decision_id),
    requestId: fromColumnText(row.request_id),
    traceId: fromColumnText(row.trace_id),
    ...(row.tenant !== null && { tenant: fromColumnText(row.tenant) }),
    ...(row.assistant !== null && { assistant: fromColumnText(row.assistant) }),
    ...(row.intent !== null && { intent: fromColumnText(row.intent) }),
    provider: fromColumnText(row.provider),
    mode,
    attempt: row.attempt,
    // A class that a later version knows stays readable.
    outcome: row.outcome as LedgerRow['outcome'],
    ...(row.status !== null && { status: row.status }),
    committed: row.committed === 1,
    dispatched: row.dispatched === 1,
    startedAtMs: row.started_at_ms,
    durationMs: row.duration_ms,
    ...(row.first_token_ms !== null && { firstTokenMs: row.first_token_ms }),
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cacheReadTokens: row.cache_read_tokens,
    estimated: row.estimated === 1,
    ...(row.cost_micros !== null && { costMicros: row.cost_micros }),
  };
}

function optionalText(text: string | undefined): string | null {
  return text === undefined ? null : toColumnText(text);
}
