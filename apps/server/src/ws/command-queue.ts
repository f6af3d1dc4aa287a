import type { Logger } from '@naru/kernel';

/** Does work one after the other, so that a command finds the one before it done. A failure of one is no other's. */
export class CommandQueue {
  readonly #logger: Logger;
  readonly #onDone: () => void;
  #last: Promise<void> = Promise.resolve();
  #size = 0;

  /** @param onDone called after each */
  constructor(logger: Logger, onDone: () => void) {
    this.#logger = logger;
    this.#onDone = onDone;
  }

  /** Waiting and being done. */
  get size(): number {
    return this.#size;
  }

  add(work: () => Promise<void>, onFault: () => void): void {
    this.#size += 1;
    this.#last = this.#last.then(async () => {
      try {
        await work();
      } catch (error) {
        // The name alone: a store's message may hold what a customer wrote.
        const name = error instanceof Error ? error.name : typeof error;
        this.#logger.error({ error: name }, 'a command of a socket failed');
        onFault();
      }
      this.#size -= 1;
      this.#onDone();
    });
  }
}
