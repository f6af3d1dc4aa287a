import type { TurnEvent, TurnObserver } from '@naru/chat';
import type { CallLabels } from '@naru/language-model';
import type { AttemptEndedEvent, Decision, RouterEvent, RouterObserver } from '@naru/router';

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
  readonly ended: Pick<AttemptEndedEvent, 'outcome' | 'status' | 'committed' | 'durationMs'> | undefined;
}

const MAX_CALLS_OF_REQUEST = 20;

type Attempts = Map<string, { provider: string; firstTokenMs: number | undefined; ended: RememberedAttempt['ended'] }>;

interface Entry {
  readonly call: Omit<RememberedCall, 'attempts'>;
  readonly attempts: Attempts;
}

/** The last decisions with their attempts, and the intents of the last turns, for the operator's panel. */
export class RememberedDecisions {
  readonly #capacity: number;
  // A ring of the decision ids beside the map: to find a map's oldest key, V8 walks over all that were deleted.
  readonly #order: string[] = [];
  #next = 0;
  readonly #byDecision = new Map<string, Entry>();
  readonly #byRequest = new Map<string, readonly string[]>();
  readonly #intents = new Map<string, string>();

  constructor(capacity = 1_000) {
    this.#capacity = capacity;
  }

  /** What the router tells. */
  readonly router: RouterObserver = { on: event => this.#onRouter(event) };
  /** What chat tells. */
  readonly turns: TurnObserver = { on: event => this.#onTurn(event) };

  /** The model calls made for one request, in order; none when they are forgotten or there were none. */
  callsOf(requestId: string): readonly RememberedCall[] {
    const entries = (this.#byRequest.get(requestId) ?? []).map(id => this.#byDecision.get(id));
    return entries
      .filter(entry => entry !== undefined)
      .map(({ call, attempts }) => ({ ...call, attempts: [...attempts.values()] }));
  }

  intentOf(turnId: string): string | undefined {
    return this.#intents.get(turnId);
  }

  #onRouter(event: RouterEvent): void {
    switch (event.type) {
      case 'decided':
        this.#remember(event.decision, event.labels);
        return;
      case 'attempt-started': {
        const { provider, attemptId } = event;
        this.#byDecision.get(event.decisionId)?.attempts.set(attemptId, {
          provider,
          firstTokenMs: undefined,
          ended: undefined,
        });
        return;
      }
      case 'attempt-committed': {
        const attempt = this.#byDecision.get(event.decisionId)?.attempts.get(event.attemptId);
        if (attempt) attempt.firstTokenMs = event.firstTokenMs;
        return;
      }
      case 'attempt-ended': {
        const attempt = this.#byDecision.get(event.decisionId)?.attempts.get(event.attemptId);
        const { outcome, status, committed, durationMs } = event;
        if (attempt) attempt.ended = { outcome, status, committed, durationMs };
        return;
      }
      case 'failed-over':
      case 'provider-skipped':
      case 'health-changed':
        return;
    }
  }

  #onTurn(event: TurnEvent): void {
    if (event.type !== 'turn-ended' || event.intent === undefined) return;
    this.#intents.set(event.turnId, event.intent);
    if (this.#intents.size > this.#capacity) deleteOldest(this.#intents);
  }

  #remember(decision: Decision, { requestId, sessionId, intent, risk }: CallLabels): void {
    const forgotten = this.#order[this.#next];
    if (forgotten !== undefined) this.#forget(forgotten);
    this.#order[this.#next] = decision.id;
    this.#next = (this.#next + 1) % this.#capacity;
    this.#byDecision.set(decision.id, { call: { requestId, sessionId, intent, risk, decision }, attempts: new Map() });
    const others = this.#byRequest.get(requestId);
    this.#byRequest.set(requestId, others ? [...others, decision.id].slice(-MAX_CALLS_OF_REQUEST) : [decision.id]);
  }

  #forget(decisionId: string): void {
    const requestId = this.#byDecision.get(decisionId)?.call.requestId;
    this.#byDecision.delete(decisionId);
    if (requestId === undefined) return;
    const left = (this.#byRequest.get(requestId) ?? []).filter(id => id !== decisionId);
    if (left.length === 0) this.#byRequest.delete(requestId);
    else this.#byRequest.set(requestId, left);
  }
}

/** A map keeps the order of insertion. Turns are few; their map may be walked. */
function deleteOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
