import {
  createSessionDiagnostics,
  type SessionDiagnostics,
  type SessionResetListener,
  type SessionStore,
} from '@naru/chat';
import type { Logger } from '@naru/kernel';
import type { Registry } from 'prom-client';
import { SessionMetrics } from '../telemetry/session-metrics.ts';

export interface SessionDiagnosticsParts {
  readonly sessions: SessionStore;
  /** Those who keep something of a conversation beside chat. */
  readonly resetListeners: readonly SessionResetListener[];
  readonly escalationThreshold: () => number;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** The use cases behind the session routes, counted. */
export function buildSessionDiagnostics({ registry, ...parts }: SessionDiagnosticsParts): SessionDiagnostics {
  return createSessionDiagnostics({ ...parts, observer: new SessionMetrics(registry) });
}
