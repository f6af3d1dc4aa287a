import type { Clock, Logger } from '@naru/kernel';
import type { SharedChange, SharedEntry, SharedState, SharedTopic } from '../ports/shared-state.ts';

/** Nobody waits longer for what the others say. */
const PATIENCE_MS = 500;
const LOG_EVERY_MS = 60_000;

export type SharedOperation = 'put' | 'remove' | 'entries' | 'listen' | 'acquire' | 'release';

export interface GuardedStateDeps {
  readonly state: SharedState;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each failure. */
  readonly onFailure: (operation: SharedOperation) => void;
}

/**
 * A shared state that may be down: no call throws or takes long, and each says whether it worked. Failures are
 * counted, and logged once a minute with their number.
 */
export class GuardedState {
  readonly #deps: GuardedStateDeps;
  #failures = 0;
  #loggedAtMs = -Infinity;

  constructor(deps: GuardedStateDeps) {
    this.#deps = deps;
  }

  async put(entry: SharedEntry, ttlMs: number): Promise<boolean> {
    return (await this.#try('put', state => state.put(entry, ttlMs).then(() => true))) ?? false;
  }

  async remove(entry: Pick<SharedEntry, 'topic' | 'key' | 'origin'>): Promise<boolean> {
    return (await this.#try('remove', state => state.remove(entry).then(() => true))) ?? false;
  }

  /** What is kept; `undefined` where nobody answers. */
  entries(topic: SharedTopic): Promise<readonly SharedChange[] | undefined> {
    return this.#try('entries', state => state.entries(topic));
  }

  /** Whether the lease was given; `undefined` where nobody answers. */
  acquire(lease: string, holder: string, ttlMs: number): Promise<boolean | undefined> {
    return this.#try('acquire', state => state.acquire(lease, holder, ttlMs));
  }

  async release(lease: string, holder: string): Promise<void> {
    await this.#try('release', state => state.release(lease, holder));
  }

  /** A listener that throws is a failure like any other, and hears the next change. */
  listen(listener: (change: SharedChange) => void): () => void {
    const careful = (change: SharedChange): void => {
      try {
        listener(change);
      } catch {
        this.#failed('listen');
      }
    };
    try {
      return this.#deps.state.listen(careful);
    } catch {
      this.#failed('listen');
      return () => {};
    }
  }

  async #try<Value>(
    operation: SharedOperation,
    run: (state: SharedState) => Promise<Value>,
  ): Promise<Value | undefined> {
    const { promise: tooLate, resolve } = Promise.withResolvers<typeof TOO_LATE>();
    const timer = this.#deps.clock.schedule(PATIENCE_MS, () => resolve(TOO_LATE));
    try {
      const value = await Promise.race([Promise.try(run, this.#deps.state), tooLate]);
      if (value !== TOO_LATE) return value;
      this.#failed(operation);
    } catch {
      this.#failed(operation);
    } finally {
      timer.cancel();
    }
    return undefined;
  }

  #failed(operation: SharedOperation): void {
    const { clock, logger, onFailure } = this.#deps;
    this.#failures += 1;
    onFailure(operation);
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#loggedAtMs < LOG_EVERY_MS) return;
    logger.warn(
      { operation, failures: this.#failures },
      'The shared state does not answer; this instance goes on alone.',
    );
    this.#loggedAtMs = nowMs;
    this.#failures = 0;
  }
}

const TOO_LATE = Symbol('too late');
