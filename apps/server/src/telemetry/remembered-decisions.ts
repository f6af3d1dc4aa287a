import type { TurnEvent, TurnObserver } from '@naru/chat';
import type {
  AttemptCommittedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  DecidedEvent,
  Decision,
  RouterEvent,
  RouterObserver,
} from '@naru/router';
import { Recent } from './recent.ts';

/** One model call as it was decided and as it went. */
export interface RememberedCall {
  readonly requestId: string;
  readonly sessionId: string | undefined;
  readonly intent: string | undefined;
  readonly risk: 'normal' | 'high' | undefined;
  readonly decision: Decision;
  readonly attempts: readonly RememberedAttempt[];
}

export interface RememberedAttempt {
  readonly provider: string;
  readonly firstTokenMs: number | undefined;
  /** Missing while the attempt runs. */
  readonly ended: AttemptEndedEvent | undefined;
}

type AttemptEvent = AttemptStartedEvent | AttemptCommittedEvent | AttemptEndedEvent;
type TurnEnded = Extract<TurnEvent, { type: 'turn-ended' }>;

const EVENTS_OF_DECISION = 6;

/**
 * The last decisions with their attempts, and the intents of the last turns, for the operator's panel. Written with
 * every call and read by a person now and then: so it keeps the events as they come, and puts them together when asked.
 */
export class RememberedDecisions {
  readonly #decided: Recent<DecidedEvent>;
  readonly #attempts: Recent<AttemptEvent>;
  readonly #turns: Recent<TurnEnded>;

  constructor(capacity = 1_000) {
    this.#decided = new Recent(capacity);
    this.#attempts = new Recent(capacity * EVENTS_OF_DECISION);
    this.#turns = new Recent(capacity);
  }

  /** What the router tells. */
  readonly router: RouterObserver = { on: event => this.#onRouter(event) };
  /** What chat tells. */
  readonly turns: TurnObserver = {
    on: event => {
      if (event.type === 'turn-ended') this.#turns.push(event);
    },
  };

  /** The model calls made for one request, in order; none when they are forgotten or there were none. */
  callsOf(requestId: string): readonly RememberedCall[] {
    const decided = this.#decided.toArray().filter(({ labels }) => labels.requestId === requestId);
    const ids = new Set(decided.map(({ decisionId }) => decisionId));
    const events = this.#attempts.toArray().filter(({ decisionId }) => ids.has(decisionId));
    return decided.map(({ decision, decisionId, labels }) => ({
      requestId,
      sessionId: labels.sessionId,
      intent: labels.intent,
      risk: labels.risk,
      decision,
      attempts: attemptsOf(events.filter(event => event.decisionId === decisionId)),
    }));
  }

  intentOf(turnId: string): string | undefined {
    return this.#turns.toArray().find(turn => turn.turnId === turnId)?.intent;
  }

  #onRouter(event: RouterEvent): void {
    if (event.type === 'decided') this.#decided.push(event);
    else if (isAttemptEvent(event)) this.#attempts.push(event);
  }
}

function isAttemptEvent(event: RouterEvent): event is AttemptEvent {
  return event.type === 'attempt-started' || event.type === 'attempt-committed' || event.type === 'attempt-ended';
}

function attemptsOf(events: readonly AttemptEvent[]): readonly RememberedAttempt[] {
  return events
    .filter(event => event.type === 'attempt-started')
    .map(({ attemptId, provider }) => {
      const own = events.filter(event => event.attemptId === attemptId);
      const committed = own.find(event => event.type === 'attempt-committed');
      return {
        provider,
        firstTokenMs: committed?.firstTokenMs,
        ended: own.find(event => event.type === 'attempt-ended'),
      };
    });
}
