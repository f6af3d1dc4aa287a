import { fullJitterMs, type Clock, type Random } from '@naru/kernel';
import { DatabaseBusyError } from '../errors.ts';
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

  constructor(options: LockPatienceOptions) {
    this.#options = options;
  }

  nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  /** Whether somebody who has waited since then goes on waiting. */
  holds(sinceMs: number): boolean {
    return this.nowMs() - sinceMs < this.#options.waitMs;
  }

  /**
   * Repeats `work` as long as it throws that the database is locked.
   *
   * @throws {DatabaseBusyError} when it still is, so long after `sinceMs`
   */
  async repeat<Value>(work: () => Promise<Value>, sinceMs = this.nowMs()): Promise<Value> {
    const { clock, random } = this.#options;
    let cause: unknown;
    for (let repeat = 0; ; repeat += 1) {
      if (!this.holds(sinceMs)) throw new DatabaseBusyError(this.nowMs() - sinceMs, { cause });
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
