import { fullJitterMs, type Clock, type Random } from '@naru/kernel';
import { DatabaseBusyError, DatabaseUnavailableError } from '../errors.ts';
import { isTooSlow, troubleOf } from './postgres-trouble.ts';

export interface PostgresPatienceOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Host and port, for messages. */
  readonly where: string;
  /** How long locks of others are waited for. */
  readonly busyMs: number;
  /** How long a server that is away is waited for. */
  readonly unreachableMs: number;
}

const BACKOFF = { firstMs: 10, maxMs: 200 } as const;

/** Does things again that failed for a passing reason and left nothing behind. */
export class PostgresPatience {
  readonly #options: PostgresPatienceOptions;

  constructor(options: PostgresPatienceOptions) {
    this.#options = options;
  }

  /**
   * @throws {DatabaseBusyError} when locks of others did not come free in time
   * @throws {DatabaseUnavailableError} when the server was not there in time
   */
  async repeat<Value>(work: () => Promise<Value>): Promise<Value> {
    const { clock, random } = this.#options;
    const startedAtMs = clock.monotonicMs();
    for (let repeat = 0; ; repeat += 1) {
      try {
        return await work();
      } catch (error) {
        this.#giveUp(error, clock.monotonicMs() - startedAtMs, repeat);
      }
      await clock.sleep(fullJitterMs(repeat, BACKOFF, random));
    }
  }

  /** Throws, unless it is worth another try. */
  #giveUp(error: unknown, waitedMs: number, repeat: number): void {
    const { where, busyMs, unreachableMs } = this.#options;
    const options = { cause: error };
    if (isTooSlow(error)) throw new DatabaseBusyError(waitedMs, options);
    switch (troubleOf(error)) {
      case 'busy':
        if (waitedMs >= busyMs) throw new DatabaseBusyError(waitedMs, options);
        return;
      case 'unreachable':
        if (waitedMs >= unreachableMs) throw new DatabaseUnavailableError(where, 'nothing-changed', options);
        return;
      case 'raced':
        if (repeat > 0) throw error;
        return;
      case undefined:
        throw error;
    }
  }
}
