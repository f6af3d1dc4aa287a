import type { Clock } from '@naru/kernel';

/** Knows whether anybody reads an answer, and since when nobody does. */
export class ReaderPresence {
  readonly #clock: Clock;
  #readers = 0;
  #aloneSinceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#aloneSinceMs = clock.monotonicMs();
  }

  /** Milliseconds since the last reader left, or since the beginning; 0 while somebody reads. */
  get aloneMs(): number {
    return this.#readers > 0 ? 0 : this.#clock.monotonicMs() - this.#aloneSinceMs;
  }

  /** Counts a reader until it is disposed of or `signal` aborts, whichever is first. */
  attach(signal: AbortSignal): Disposable {
    let isHere = !signal.aborted;
    if (isHere) this.#readers += 1;
    const leave = (): void => {
      signal.removeEventListener('abort', leave);
      if (!isHere) return;
      isHere = false;
      this.#readers -= 1;
      this.#aloneSinceMs = this.#clock.monotonicMs();
    };
    signal.addEventListener('abort', leave, { once: true });
    return { [Symbol.dispose]: leave };
  }
}
