import type { Clock } from '@naru/kernel';
import type { SubmitRequest } from '../engine.ts';
import type { Session } from '../sessions/session.ts';
import { ReaderPresence } from '../stream-log/reader-presence.ts';
import type { TurnRecord } from './turn-record.ts';

/** Why an answer is ended from outside, before the model has finished it. */
export type EndCause =
  /** By the customer. */
  | { readonly kind: 'stopped' }
  /** Nobody read it when the owner's next message came. */
  | { readonly kind: 'abandoned' }
  /** The process shuts down. */
  | { readonly kind: 'drained' }
  /** The store says that the turn does not run any more. */
  | { readonly kind: 'lease-lost' }
  | { readonly kind: 'out-of-time'; readonly usedMs: number; readonly limitMs: number };

/**
 * A turn of this process, from just before its claim to its stored end. Of all that may end its answer the first
 * wins: a `cut` from outside, or the model that has said all.
 */
export class RunningTurn {
  readonly record: TurnRecord;
  readonly session: Session;
  readonly presence: ReaderPresence;
  readonly beganAtMs: number;
  readonly #admitted = Promise.withResolvers<boolean>();
  readonly #cut = Promise.withResolvers<EndCause>();
  readonly #ended = Promise.withResolvers<TurnRecord>();
  readonly #abort = new AbortController();

  constructor(record: TurnRecord, session: Session, clock: Clock) {
    this.record = record;
    this.session = session;
    this.presence = new ReaderPresence(clock);
    this.beganAtMs = clock.monotonicMs();
  }

  /** Aborts when the turn is cut. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Resolves once it is known whether the turn runs; false when it was refused after its claim. */
  get admitted(): Promise<boolean> {
    return this.#admitted.promise;
  }

  /** Resolves when the turn is cut, with the reason; else never. */
  get whenCut(): Promise<EndCause> {
    return this.#cut.promise;
  }

  /** Resolves with the turn as it was left. */
  get ended(): Promise<TurnRecord> {
    return this.#ended.promise;
  }

  admit(): void {
    this.#admitted.resolve(true);
  }

  refuse(): void {
    this.#admitted.resolve(false);
    this.#ended.resolve(this.record);
  }

  /** Counts a caller that reads nothing and waits for the end. */
  attend({ mode, caller }: Pick<SubmitRequest, 'mode' | 'caller'>): void {
    if (mode !== 'json' && !caller) return;
    const reader = this.presence.attach(caller ?? new AbortController().signal);
    void this.ended.then(() => reader[Symbol.dispose]());
  }

  /** Ends the answer from outside. Does nothing a second time, nor once the model has said all. */
  cut(cause: EndCause): void {
    this.#cut.resolve(cause);
    this.#abort.abort();
  }

  leaveAs(record: TurnRecord): void {
    this.#ended.resolve(record);
  }
}
