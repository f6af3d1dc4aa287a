import type { Logger } from '@naru/kernel';
import type { NextAction } from '../assistant/assistant.ts';
import { ownerKey, type Owner } from '../owner.ts';
import type { DiagnosticsObserver } from '../ports/diagnostics-observer.ts';
import type { SessionResetListener } from '../ports/session-reset-listener.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { clearedState, FRESH_SESSION_STATE, type SessionState } from '../sessions/session.ts';
import { maskQuery } from './mask-query.ts';
import { ownerKeyOfId, readSessionId } from './session-id-of.ts';
import { nextActionOf, reasonMessage, recommendation } from './session-words.ts';

/** Looks into conversations and sets them back, for operators and for the customers whose they are (C-SES-2, C-SES-3). */
export interface SessionDiagnostics {
  state(request: DiagnosticsRequest): Promise<SessionStateOutcome>;
  /** Clears what a conversation remembers beside its messages, here and at every listener. May be repeated. */
  reset(request: DiagnosticsRequest): Promise<SessionResetOutcome>;
  /** A body that could not be read, so that it is counted with the others. */
  countUnreadableReset(): void;
}

export interface DiagnosticsRequest {
  /** An operator sees every conversation, a customer the own ones. A customer who is not known has none. */
  readonly asker: { readonly kind: 'operator' } | { readonly kind: 'customer'; readonly owner: Owner | undefined };
  /** As it came from outside. */
  readonly sessionId: unknown;
}

export type DiagnosticsRefusal =
  { readonly kind: 'missing-id' } | { readonly kind: 'invalid-id' } | { readonly kind: 'not-found' };

export type SessionStateOutcome = DiagnosticsRefusal | { readonly kind: 'state'; readonly report: SessionReport };
export type SessionResetOutcome =
  | DiagnosticsRefusal
  | {
      readonly kind: 'reset';
      readonly sessionId: string;
      readonly previousFallbackCount: number;
      readonly previousUnresolved: UnresolvedReport | undefined;
    };

export interface SessionReport {
  readonly sessionId: string;
  readonly fallbackCount: number;
  readonly escalationThreshold: number;
  readonly unresolved: UnresolvedReport | undefined;
  readonly recommendedAction: NextAction;
  readonly recommendedMessage: string;
}

export interface UnresolvedReport {
  readonly reasonCode: string;
  readonly reasonMessage: string;
  readonly nextAction: NextAction;
  readonly traceId: string;
  readonly requestId: string;
  /** Masked. */
  readonly queryPreview: string;
}

export interface SessionDiagnosticsDeps {
  readonly sessions: SessionStore;
  readonly resetListeners: readonly SessionResetListener[];
  readonly observer: DiagnosticsObserver;
  /** Answers without support in a row from which on a ticket is recommended. Asked each time. */
  readonly escalationThreshold: () => number;
  readonly logger: Logger;
}

interface Found {
  readonly id: string;
  readonly ownerKey: string;
  readonly state: SessionState;
}

export function createSessionDiagnostics(deps: SessionDiagnosticsDeps): SessionDiagnostics {
  const { sessions, resetListeners, observer, escalationThreshold, logger } = deps;
  return {
    async state(request) {
      const found = await findSession(request, sessions);
      const unresolved = 'state' in found ? toReport(found.state) : undefined;
      observer.on({ type: 'session-state-read', result: resultOf(found), hasUnresolved: unresolved !== undefined });
      if (!('state' in found)) return found;
      const { fallbackCount } = found.state;
      const threshold = escalationThreshold();
      const action = fallbackCount >= threshold ? 'OPEN_SUPPORT_TICKET' : (unresolved?.nextAction ?? 'NONE');
      return {
        kind: 'state',
        report: {
          sessionId: found.id,
          fallbackCount,
          escalationThreshold: threshold,
          unresolved,
          recommendedAction: action,
          recommendedMessage: recommendation(action),
        },
      };
    },

    async reset(request) {
      const found = await findSession(request, sessions);
      const unresolved = 'state' in found ? toReport(found.state) : undefined;
      if ('state' in found) {
        const userKey = found.ownerKey.startsWith('u:') ? found.ownerKey : undefined;
        // What others keep goes first: should that fail, the count is still there for the next try.
        for (const listener of resetListeners) await listener.onReset({ sessionId: found.id, userKey });
        await sessions.saveState(found.id, clearedState(found.state));
        logger.info({ sessionId: found.id, by: request.asker.kind }, 'a session was reset');
      }
      observer.on({ type: 'session-reset', result: resultOf(found), hadUnresolved: unresolved !== undefined });
      if (!('state' in found)) return found;
      const { fallbackCount: previousFallbackCount } = found.state;
      return { kind: 'reset', sessionId: found.id, previousFallbackCount, previousUnresolved: unresolved };
    },

    countUnreadableReset() {
      observer.on({ type: 'session-reset', result: 'invalid_json', hadUnresolved: false });
    },
  };
}

async function findSession(
  { asker, sessionId }: DiagnosticsRequest,
  sessions: SessionStore,
): Promise<Found | DiagnosticsRefusal> {
  const reading = readSessionId(sessionId);
  if (reading.kind !== 'id') return { kind: reading.kind === 'missing' ? 'missing-id' : 'invalid-id' };
  const { id } = reading;
  const ownerOfId = ownerKeyOfId(id);
  const asking = asker.kind === 'operator' ? ownerOfId : asker.owner && ownerKey(asker.owner);
  const isOperator = asker.kind === 'operator';
  if (!isOperator && asking === undefined) return { kind: 'not-found' };
  const found =
    (asking === undefined ? undefined : await sessions.find(asking, id)) ??
    (isOperator ? await sessions.get(id) : undefined);
  if (found) return found;
  // A user's own name space is theirs also where no conversation has that name.
  const isUserSpace = ownerOfId === id && (isOperator || asking === ownerOfId);
  return isUserSpace ? { id, ownerKey: ownerOfId, state: FRESH_SESSION_STATE } : { kind: 'not-found' };
}

function resultOf(found: Found | DiagnosticsRefusal): 'ok' | 'missing_session_id' | 'invalid_session_id' | 'not_found' {
  if ('state' in found) return 'ok';
  switch (found.kind) {
    case 'missing-id':
      return 'missing_session_id';
    case 'invalid-id':
      return 'invalid_session_id';
    case 'not-found':
      return 'not_found';
  }
}

function toReport({ unresolved }: SessionState): UnresolvedReport | undefined {
  if (!unresolved) return undefined;
  const { reasonCode, nextAction, traceId, requestId, query } = unresolved;
  return {
    reasonCode,
    reasonMessage: reasonMessage(reasonCode),
    nextAction: nextActionOf(nextAction),
    traceId,
    requestId,
    queryPreview: maskQuery(query),
  };
}
