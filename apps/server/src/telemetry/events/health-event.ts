import type { EventDraft } from '@naru/events';
import type { HealthChangedEvent, ProbeEndedEvent } from '@naru/router';

/** What is told when a provider's circuit changes; its opening counts as an error, and is always kept. */
export function healthEvent({ provider, from, to }: HealthChangedEvent, requestId: string, nowMs: number): EventDraft {
  return {
    kind: 'health',
    route: `health/${provider}`,
    requestId,
    outcome: to === 'open' ? 'failed' : 'ok',
    error: to === 'open' ? { code: 'PROVIDER_CIRCUIT_OPEN', class: 'health' } : undefined,
    startedAtMs: nowMs,
    durationMs: 0,
    provider,
    fields: { 'router.health_from': from, 'router.health_to': to },
  };
}

/** What is told when a provider was asked for one token: that it failed is an error, though no customer waited for it. */
export function probeEvent(probe: ProbeEndedEvent, requestId: string): EventDraft {
  const { provider, outcome, startedAtMs, durationMs, costMicros } = probe;
  const isFault = outcome !== 'ok' && outcome !== 'cancelled';
  return {
    kind: 'health',
    route: `probe/${provider}`,
    requestId,
    outcome: isFault ? 'failed' : outcome,
    error: isFault ? { code: 'PROVIDER_PROBE_FAILED', class: outcome } : undefined,
    startedAtMs,
    durationMs,
    provider,
    costMicros,
    fields: { 'router.outcome': outcome },
  };
}
