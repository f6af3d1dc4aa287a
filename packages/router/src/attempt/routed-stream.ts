import type { StreamPart } from '@naru/language-model';
import type { Course } from './course.ts';
import { streamWithFailover } from './stream-with-failover.ts';

type Batch = readonly StreamPart[];

/**
 * One reading of a routed answer. Nothing is decided before the first pull. A generator lets its reader go only
 * between two batches; this lets go at once, also while a batch is being waited for.
 */
export class RoutedStream implements AsyncIterator<Batch, void, undefined> {
  readonly #decideCourse: () => Course;
  #course: Course | undefined;
  #parts: AsyncGenerator<Batch, void, undefined> | undefined;
  #isOver = false;

  /** @param decideCourse called at the first pull; may throw what the reader is then told */
  constructor(decideCourse: () => Course) {
    this.#decideCourse = decideCourse;
  }

  next(): Promise<IteratorResult<Batch, void>> {
    if (this.#parts) return this.#parts.next();
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    try {
      this.#course = this.#decideCourse();
      this.#parts = streamWithFailover(this.#course);
      return this.#parts.next();
    } catch (error) {
      this.#isOver = true;
      return Promise.reject(error);
    }
  }

  return(): Promise<IteratorResult<Batch, void>> {
    this.#isOver = true;
    this.#course?.leave();
    return this.#parts?.return() ?? Promise.resolve({ done: true, value: undefined });
  }
}
