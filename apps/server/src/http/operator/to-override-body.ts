import type { AuditEntry, OverrideBody, OverrideRequestBody } from '@naru/api-contract';
import type { AuditRecord, Override, OverrideAct, OverrideRequest } from '@naru/router';

/** What an operator has asked for, in the router's words. */
export function toOverrideRequest(body: OverrideRequestBody): OverrideRequest {
  return { act: toAct(body), ttlMs: body.ttl_sec * 1_000, reason: body.reason };
}

function toAct(body: OverrideRequestBody): OverrideAct {
  switch (body.kind) {
    case 'force':
    case 'block':
    case 'drain':
      return { kind: body.kind, provider: body.provider };
    case 'cost_steering':
      return { kind: body.kind, enabled: body.enabled };
    case 'intent':
      return { kind: body.kind, intent: body.intent, provider: body.provider };
    case 'canary': {
      const { kind, provider, enabled, share } = body;
      return {
        kind,
        ...(provider !== undefined && { provider }),
        ...(enabled !== undefined && { enabled }),
        ...(share !== undefined && { share }),
      };
    }
  }
}

export function toOverrideBody({ id, act, reason, author, ...times }: Override, nowMs: number): OverrideBody {
  const { createdAtMs, expiresAtMs } = times;
  return {
    id,
    ...act,
    reason,
    author,
    created_at: new Date(createdAtMs).toISOString(),
    expires_at: new Date(expiresAtMs).toISOString(),
    ttl_left_sec: Math.max(0, Math.ceil((expiresAtMs - nowMs) / 1_000)),
  };
}

export function toAuditEntry({ id, kind, action, atMs, overrideId, act, author, reason }: AuditRecord): AuditEntry {
  return { id, kind, action, at: new Date(atMs).toISOString(), author, reason, override: { id: overrideId, ...act } };
}
