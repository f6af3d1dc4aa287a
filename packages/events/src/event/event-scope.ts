import type { Clock } from '@naru/kernel';
import type { EventEmitter } from './event-emitter.ts';
import type { EventFields } from './field-names.ts';
import type { EventDraft, EventError } from './wide-event.ts';

/** What is known at the start; the rest is gathered meanwhile. */
export type EventStart = Pick<EventDraft, 'kind' | 'route' | 'requestId'> & Partial<Omit<EventDraft, TimedByScope>>;

/** What may be learnt while the work goes on. */
export type EventDetails = Partial<Omit<EventDraft, TimedByScope | 'kind' | 'requestId'>>;

type TimedByScope = 'startedAtMs' | 'durationMs';

/**
 * Gathers everything known about one unit of work and emits it once, at the end.
 *
 * Use with `using`: the event is emitted when the scope is left, also by an error. Work whose outcome nobody told
 * counts as failed: it was left by a throw.
 */
export class EventScope implements Disposable {
  readonly #clock: Clock;
  readonly #events: EventEmitter;
  readonly #startedAtMs: number;
  readonly #startedAtTick: number;
  #draft: EventStart;
  #hasEnded = false;

  constructor(start: EventStart, clock: Clock, events: EventEmitter) {
    this.#draft = start;
    this.#clock = clock;
    this.#events = events;
    this.#startedAtMs = clock.now();
    this.#startedAtTick = clock.monotonicMs();
  }

  /** Adds what is known now. A later value wins; fields are merged by name. */
  set({ fields, ...details }: EventDetails): void {
    const merged: EventFields | undefined = fields ? { ...this.#draft.fields, ...fields } : this.#draft.fields;
    this.#draft = { ...this.#draft, ...details, fields: merged };
  }

  /** The work ended well, unless something else is said later. */
  succeed(details: EventDetails = {}): void {
    this.set({ ...details, outcome: details.outcome ?? 'ok' });
  }

  fail(error: EventError, details: EventDetails = {}): void {
    this.set({ ...details, error, outcome: details.outcome ?? 'failed' });
  }

  /** Emits the event. A second call does nothing, nor does anything set after the first. */
  [Symbol.dispose](): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const unknown = this.#draft.outcome === undefined;
    this.#events.emit({
      ...this.#draft,
      outcome: this.#draft.outcome ?? 'failed',
      error: this.#draft.error ?? (unknown ? { code: 'OUTCOME_UNKNOWN', class: 'internal' } : undefined),
      startedAtMs: this.#startedAtMs,
      durationMs: Math.max(0, this.#clock.monotonicMs() - this.#startedAtTick),
    });
  }
}
