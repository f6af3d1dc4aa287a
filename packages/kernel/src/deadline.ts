import type { Clock } from './clock.ts';

/** An instant after which work is pointless. Measured on the monotonic clock, so a clock step does not move it. */
export class Deadline {
  readonly #clock: Clock;
  readonly #endsAtMs: number;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#endsAtMs = clock.monotonicMs() + ms;
  }

  /** Milliseconds left, never negative. */
  get remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.#clock.monotonicMs());
  }

  get isOver(): boolean {
    return this.remainingMs === 0;
  }
}
