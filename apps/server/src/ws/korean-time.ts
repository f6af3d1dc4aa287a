import type { Clock } from '@naru/kernel';

const AHEAD_OF_UTC_MS = 9 * 3_600_000;

/** The time as frames tell it, ISO 8601 with +09:00. Written once a millisecond, however many frames tell it. */
export class KoreanTime {
  readonly #clock: Clock;
  #writtenMs = Number.NaN;
  #written = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): string {
    const nowMs = Math.floor(this.#clock.now());
    if (nowMs === this.#writtenMs) return this.#written;
    this.#writtenMs = nowMs;
    this.#written = new Date(nowMs + AHEAD_OF_UTC_MS).toISOString().replace('Z', '+09:00');
    return this.#written;
  }
}
