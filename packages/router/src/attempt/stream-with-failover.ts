import type { StreamPart } from '@naru/language-model';
import type { Attempt } from './attempt.ts';
import type { Course } from './course.ts';

type Batch = readonly StreamPart[];
type Step = IteratorResult<Batch, void>;

const OVER: Step = { done: true, value: undefined };

/**
 * The answer of the first provider that gives one.
 *
 * Nothing of an attempt is handed out before its first accepted content, so until then another provider can take
 * over unseen. After it the caller has heard one provider's words, and a failure is the caller's to hear of too,
 * unless it has said that it can drop them and begin anew.
 *
 * Its reads throw a `ModelError`: `AllProvidersFailedError` when nobody answered, else what broke the answer. Not a
 * generator: one costs three promises for each batch that only goes through it.
 */
export class StreamWithFailover implements AsyncIterator<Batch, void, undefined> {
  readonly #course: Course;
  readonly #onEnd: (() => void) | undefined;
  #attempt: Attempt | undefined;
  #state: 'opening' | 'speaking' | 'over' = 'opening';
  #hasSpoken = false;

  /** @param onEnd called once, when the answer is over or its reader has gone */
  constructor(course: Course, onEnd?: () => void) {
    this.#course = course;
    this.#onEnd = onEnd;
  }

  /** The next batch. One read at a time. */
  next(): Promise<Step> {
    if (this.#state === 'speaking' && this.#attempt) return this.#attempt.next().then(this.#onBatch, this.#onBroken);
    return this.#state === 'opening' ? this.#open() : Promise.resolve(OVER);
  }

  /** Whoever stops reading stops the provider. */
  return(): Promise<Step> {
    this.#end();
    return Promise.resolve(OVER);
  }

  readonly #onBatch = (batch: Batch | undefined): Step => {
    if (batch) return { done: false, value: batch };
    this.#end();
    return OVER;
  };

  readonly #onBroken = async (error: unknown): Promise<Step> => {
    await this.#moveOn(error);
    return this.#open();
  };

  async #open(): Promise<Step> {
    for (;;) {
      try {
        this.#attempt ??= this.#course.first();
        const opening = await this.#attempt.untilCommit();
        return { done: false, value: this.#opened(opening) };
      } catch (error) {
        await this.#moveOn(error);
      }
    }
  }

  #opened(opening: Batch): Batch {
    const served = this.#course.served(opening);
    const isRestart = this.#hasSpoken;
    this.#hasSpoken = true;
    if (this.#state === 'opening') this.#state = 'speaking';
    return isRestart ? [{ type: 'restart' }, served, ...opening] : [served, ...opening];
  }

  /** Takes the attempt that comes after one that failed. @throws what failed, where there is none */
  async #moveOn(error: unknown): Promise<void> {
    const failed = this.#attempt;
    try {
      if (!failed || failed.result?.error !== error) throw error;
      this.#attempt = await this.#course.after(failed);
      if (this.#state === 'speaking') this.#state = 'opening';
    } catch (reason) {
      this.#end();
      throw reason;
    }
  }

  #end(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#attempt?.leave();
    this.#onEnd?.();
  }
}
