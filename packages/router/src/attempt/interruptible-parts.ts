import type { Clock } from '@naru/kernel';
import type { LanguageModel, ModelCall, StreamPart } from '@naru/language-model';

type Step = IteratorResult<readonly StreamPart[]>;

/** How long a model may take to close down after its last part. */
const CLOSING_MS = 5_000;

/** A model's parts. Whoever waits for them can be woken at any moment, also when the model never answers. */
export class InterruptibleParts {
  readonly #abort = new AbortController();
  readonly #parts: AsyncIterator<readonly StreamPart[]>;
  #wake: ((error: Error) => void) | undefined;

  /** @throws what the model throws at once */
  constructor(model: LanguageModel, call: ModelCall) {
    this.#parts = model.stream({ ...call, signal: this.#abort.signal })[Symbol.asyncIterator]();
  }

  next(): Promise<Step> {
    // Not Promise.race with a promise of the interruption: that one would remember every batch.
    return new Promise((resolve, reject) => {
      this.#wake = reject;
      this.#parts.next().then(resolve, reject);
    });
  }

  /** Ends the model's work, which nobody waits for, and tells whoever waits why. */
  interrupt(error: Error): void {
    this.#wake?.(error);
    this.#stop(error);
  }

  /**
   * Lets a model that has given its last part come to its own end, so that its connection can be used again. Nobody
   * waits for that either. A model that goes on, or does not end, is stopped.
   */
  closeDown(clock: Clock): void {
    const guard = clock.schedule(CLOSING_MS, () => this.#stop());
    Promise.try(() => this.#parts.next()).then(
      step => {
        guard.cancel();
        if (!step.done) this.#stop();
      },
      () => guard.cancel(),
    );
  }

  #stop(reason?: Error): void {
    this.#abort.abort(reason);
    Promise.try(() => this.#parts.return?.()).then(undefined, () => {});
  }
}
