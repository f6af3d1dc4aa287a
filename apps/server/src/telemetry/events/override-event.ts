import type { EventDraft } from '@naru/events';
import type { CanaryAbortedEvent, OverrideChangedEvent, SharedStateFailedEvent } from '@naru/router';

/** What is told of an operator's act, or its end. The reason stays in the audit: it is somebody's words. */
export function overrideEvent({ action, override, author }: OverrideChangedEvent, nowMs: number): EventDraft {
  const { id, act, createdAtMs, expiresAtMs } = override;
  return {
    kind: 'override',
    route: `override/${act.kind}`,
    requestId: id,
    outcome: 'ok',
    startedAtMs: nowMs,
    durationMs: 0,
    provider: 'provider' in act ? act.provider : undefined,
    intent: act.kind === 'intent' ? act.intent : undefined,
    fields: {
      'override.id': id,
      'override.kind': act.kind,
      'override.action': action,
      'override.author': author,
      'override.ttl_sec': Math.round((expiresAtMs - createdAtMs) / 1_000),
    },
  };
}

/** What is told of a canary that has ended by itself: a rollback, and so always kept. */
export function canaryEvent({ provider, reason }: CanaryAbortedEvent, requestId: string, nowMs: number): EventDraft {
  return {
    kind: 'rollback',
    route: `canary/${provider}`,
    requestId,
    outcome: 'failed',
    error: { code: 'CANARY_ABORTED', class: reason },
    startedAtMs: nowMs,
    durationMs: 0,
    provider,
  };
}

/** What is told when what instances share could not be reached: an error, though each goes on by itself. */
export function sharedStateEvent({ operation }: SharedStateFailedEvent, requestId: string, nowMs: number): EventDraft {
  return {
    kind: 'health',
    route: 'health/shared-state',
    requestId,
    outcome: 'failed',
    error: { code: 'SHARED_STATE_FAILED', class: operation },
    startedAtMs: nowMs,
    durationMs: 0,
  };
}
