/**
 * The only source of time in Naru.
 *
 * `now` is for timestamps that people read; it may jump. `monotonicMs` is for measuring; it never goes
 * back and means nothing across processes.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds from an arbitrary origin, with fractions. */
  monotonicMs(): number;
  /** Resolves after `ms`, or rejects with `signal.reason` as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Runs `callback` once after `ms`, unless the returned timer is cancelled before. Cheaper than `sleep`
   * where a deadline is armed for every attempt. Does not keep a process alive.
   */
  schedule(ms: number, callback: () => void): Timer;
}

export interface Timer {
  /** Cancelling twice, or after the timer fired, does nothing. */
  cancel(): void;
}
