import type { Clock } from '@naru/kernel';

interface Entry<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/** Values that are forgotten after their time; beyond `maxEntries` the one that was written longest ago goes first. */
export class ExpiringEntries<Value> {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #maxEntries: number;
  /** In the order in which they were written. */
  readonly #entries = new Map<string, Entry<Value>>();

  /** @throws {RangeError} when a limit is not positive */
  constructor(clock: Clock, ttlMs: number, maxEntries: number) {
    if (!(ttlMs > 0)) throw new RangeError(`ttlMs must be more than 0, got ${ttlMs}`);
    if (!(maxEntries > 0)) throw new RangeError(`maxEntries must be more than 0, got ${maxEntries}`);
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#maxEntries = maxEntries;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.untilMs > this.#clock.monotonicMs() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    const nowMs = this.#clock.monotonicMs();
    this.#entries.delete(key);
    this.#entries.set(key, { value, untilMs: nowMs + this.#ttlMs });
    for (const [oldest, { untilMs }] of this.#entries) {
      if (this.#entries.size <= this.#maxEntries && untilMs > nowMs) return;
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
