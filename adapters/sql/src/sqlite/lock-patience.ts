import { fullJitterMs, type Clock, type Random } from '@naru/kernel';
import { DatabaseBusyError } from '../errors.ts';
import { Turnstile } from './turnstile.ts';
import { isLocked } from './sqlite-error.ts';

export interface LockPatienceOptions {
  /** How long a lock that another process holds is waited for, without blocking the thread. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

const BACKOFF = { firstMs: 10, maxMs: 200 } as const;

/**
 * Waits for locks of other processes. SQLite itself waits by blocking the thread, so it is let do that for a
 * few milliseconds only; then everything else goes on, and the work is tried again.
 */
export class LockPatience {
  readonly #options: LockPatienceOptions;
  readonly #writers = new Turnstile();

  constructor(options: LockPatienceOptions) {
    this.#options = options;
  }

  /** Repeats `work` as long as it throws that the database is locked. */
  async forReader<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#patiently(work, this.#options.clock.monotonicMs());
  }

  /** The same, one writer after the other: many that try against a lock would block the thread by turns. */
  async forWriter<Value>(work: () => Promise<Value>): Promise<Value> {
    const startedAtMs = this.#options.clock.monotonicMs();
    const leave = await this.#writers.enter();
    try {
      return await this.#patiently(work, startedAtMs);
    } finally {
      leave();
    }
  }

  async #patiently<Value>(work: () => Promise<Value>, startedAtMs: number): Promise<Value> {
    const { clock, random, waitMs } = this.#options;
    let cause: unknown;
    for (let repeat = 0; ; repeat += 1) {
      const waitedMs = clock.monotonicMs() - startedAtMs;
      if (waitedMs >= waitMs) throw new DatabaseBusyError(waitedMs, { cause });
      try {
        return await work();
      } catch (error) {
        if (!isLocked(error)) throw error;
        cause = error;
      }
      await clock.sleep(fullJitterMs(repeat, BACKOFF, random));
    }
  }
}
