import type { EventDraft } from '@naru/events';
import type { AttemptEndedEvent } from '@naru/router';
import { tokensOf } from './turn-event.ts';

/** What is told of one call to one provider. */
export function attemptEvent(attempt: AttemptEndedEvent, nowMs: number): EventDraft {
  const { labels, outcome, provider, durationMs, startedAtMs = nowMs - durationMs } = attempt;
  const isFault = outcome !== 'ok' && outcome !== 'cancelled';
  return {
    kind: 'model-attempt',
    route: `model/${provider}`,
    requestId: labels.requestId,
    traceId: labels.traceId,
    sessionId: labels.sessionId,
    outcome: isFault ? 'failed' : outcome,
    status: attempt.status,
    error: isFault ? { code: `PROVIDER_${outcome.toUpperCase()}`, class: outcome } : undefined,
    startedAtMs,
    durationMs,
    tenant: labels.tenant,
    assistant: labels.assistant,
    intent: labels.intent,
    provider,
    tokens: tokensOf(attempt.usage),
    costMicros: attempt.costMicros,
    fields: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'router.attempt': attempt.attempt,
      'router.attempt_id': attempt.attemptId,
      'router.outcome': outcome,
      'router.mode': attempt.mode,
      'router.committed': attempt.committed,
      'router.dispatched': attempt.dispatched,
      'router.first_token_ms': attempt.firstTokenMs,
    },
  };
}
