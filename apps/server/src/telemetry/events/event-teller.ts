import type { TurnEvent, TurnObserver } from '@naru/chat';
import type { EventEmitter } from '@naru/events';
import type { Clock, Ids } from '@naru/kernel';
import type {
  AttemptEndedEvent,
  DecidedEvent,
  RouterEvent,
  RouterObserver,
  SharedStateFailedEvent,
} from '@naru/router';
import type { AnsweredRequest } from '../../http/create-listener.ts';
import { attemptEvent } from './attempt-event.ts';
import { decisionEvent } from './decision-event.ts';
import { healthEvent, probeEvent } from './health-event.ts';
import { canaryEvent, overrideEvent, sharedStateEvent } from './override-event.ts';
import { requestEvent, type ListenerName } from './request-event.ts';
import { toolEvent } from './tool-event.ts';
import { turnEvent } from './turn-event.ts';

export interface EventTellerDeps {
  readonly events: EventEmitter;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface CallUnderWay {
  readonly decided: DecidedEvent;
  readonly attempts: AttemptEndedEvent[];
  failedOver: boolean;
  readonly passedOver: string[];
}

/** Requests whose end nobody told; the oldest is told as it stands, so that nothing grows. */
const MAX_REQUESTS = 10_000;
const SHARED_STATE_QUIET_MS = 60_000;

/**
 * Makes one wide event of each unit of work, out of what router, chat and listeners tell anyway. A decision is told
 * when the turn or request around it ends, since only then it is known what became of it.
 */
export class EventTeller {
  readonly #deps: EventTellerDeps;
  /** By request. */
  readonly #calls = new Map<string, CallUnderWay[]>();
  readonly #toolCalls = new Map<string, string[]>();
  /** By operation. */
  readonly #sharedStateQuietUntilMs = new Map<string, number>();

  readonly router: RouterObserver = { on: event => this.#onRouter(event) };
  readonly turns: TurnObserver = { on: event => this.#onTurn(event) };

  constructor(deps: EventTellerDeps) {
    this.#deps = deps;
  }

  onAnswered(answered: AnsweredRequest, listener: ListenerName): void {
    this.#tellDecisions(answered.requestId);
    this.#deps.events.emit(requestEvent(answered, listener, this.#deps.clock.now()));
  }

  #onTurn(event: TurnEvent): void {
    if (event.type === 'step' && event.toolCalls.length > 0) {
      this.#toolCalls.getOrInsertComputed(event.turnId, () => []).push(...event.toolCalls);
    }
    if (event.type === 'tool-ended') return this.#deps.events.emit(toolEvent(event, this.#deps.clock.now()));
    if (event.type !== 'turn-ended') return;
    const toolCalls = this.#toolCalls.get(event.turnId) ?? [];
    this.#toolCalls.delete(event.turnId);
    this.#tellDecisions(event.requestId);
    this.#deps.events.emit(turnEvent(event, toolCalls, this.#deps.clock.now()));
  }

  #onRouter(event: RouterEvent): void {
    const { events, clock, ids } = this.#deps;
    switch (event.type) {
      case 'decided':
        return this.#begin(event);
      case 'attempt-ended':
        this.#callOf(event)?.attempts.push(event);
        return events.emit(attemptEvent(event, clock.now()));
      case 'failed-over':
      case 'provider-skipped': {
        const call = this.#callOf(event);
        if (!call) return;
        if (event.type === 'failed-over') call.failedOver = true;
        else if (!call.passedOver.includes(event.provider)) call.passedOver.push(event.provider);
        return;
      }
      case 'override-changed':
        return events.emit(overrideEvent(event, clock.now()));
      case 'health-changed':
        return events.emit(healthEvent(event, ids.newId(), clock.now()));
      case 'probe-ended':
        return events.emit(probeEvent(event, ids.newId()));
      case 'canary-aborted':
        return events.emit(canaryEvent(event, ids.newId(), clock.now()));
      case 'shared-state-failed':
        return this.#tellSharedState(event);
      case 'attempt-started':
      case 'attempt-committed':
        return;
    }
  }

  /** Every request fails at it while it is away, and one event a minute says so as well as a thousand. */
  #tellSharedState(event: SharedStateFailedEvent): void {
    const { events, clock, ids } = this.#deps;
    const nowMs = clock.now();
    if (nowMs < (this.#sharedStateQuietUntilMs.get(event.operation) ?? 0)) return;
    this.#sharedStateQuietUntilMs.set(event.operation, nowMs + SHARED_STATE_QUIET_MS);
    events.emit(sharedStateEvent(event, ids.newId(), nowMs));
  }

  #begin(decided: DecidedEvent): void {
    const { requestId } = decided.labels;
    const calls = this.#calls.getOrInsertComputed(requestId, () => []);
    calls.push({ decided, attempts: [], failedOver: false, passedOver: [] });
    if (this.#calls.size > MAX_REQUESTS) this.#tellDecisions(this.#calls.keys().next().value ?? requestId);
  }

  #callOf({ labels, decisionId }: Pick<AttemptEndedEvent, 'labels' | 'decisionId'>): CallUnderWay | undefined {
    return this.#calls.get(labels.requestId)?.find(({ decided }) => decided.decisionId === decisionId);
  }

  #tellDecisions(requestId: string): void {
    const calls = this.#calls.get(requestId);
    if (!calls) return;
    this.#calls.delete(requestId);
    const nowMs = this.#deps.clock.now();
    for (const call of calls) this.#deps.events.emit(decisionEvent(call, nowMs));
  }
}
