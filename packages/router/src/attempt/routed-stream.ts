import type { StreamPart } from '@naru/language-model';
import type { Course } from './course.ts';
import { StreamWithFailover } from './stream-with-failover.ts';

type Batch = readonly StreamPart[];

/** A call that may begin. */
export interface CourseStart {
  readonly course: Course;
  /** Called once, when the answer is over or its reader has gone. */
  readonly onEnd?: (() => void) | undefined;
}

const OVER: IteratorResult<Batch, void> = { done: true, value: undefined };

/**
 * One reading of a routed answer. Nothing is decided before the first pull. A generator lets its reader go only
 * between two batches; this lets go at once, also while a batch is being waited for.
 */
export class RoutedStream implements AsyncIterator<Batch, void, undefined> {
  readonly #decideCourse: () => CourseStart | Promise<CourseStart>;
  #course: Course | undefined;
  #parts: StreamWithFailover | undefined;
  #deciding: Promise<IteratorResult<Batch, void>> | undefined;
  #isOver = false;

  /** @param decideCourse called at the first pull; may throw what the reader is then told */
  constructor(decideCourse: () => CourseStart | Promise<CourseStart>) {
    this.#decideCourse = decideCourse;
  }

  next(): Promise<IteratorResult<Batch, void>> {
    if (this.#parts) return this.#parts.next();
    if (this.#isOver) return Promise.resolve(OVER);
    if (this.#deciding) return this.#deciding.then(() => this.next());
    try {
      const start = this.#decideCourse();
      if (!(start instanceof Promise)) return this.#begin(start);
      this.#deciding = this.#beginOnceDecided(start);
      return this.#deciding;
    } catch (error) {
      this.#isOver = true;
      return Promise.reject(error);
    }
  }

  return(): Promise<IteratorResult<Batch, void>> {
    this.#isOver = true;
    this.#course?.leave();
    return this.#parts?.return() ?? Promise.resolve(OVER);
  }

  async #beginOnceDecided(deciding: Promise<CourseStart>): Promise<IteratorResult<Batch, void>> {
    try {
      const start = await deciding;
      if (!this.#isOver) return await this.#begin(start);
      start.onEnd?.();
      return OVER;
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  #begin({ course, onEnd }: CourseStart): Promise<IteratorResult<Batch, void>> {
    this.#course = course;
    this.#parts = new StreamWithFailover(course, onEnd);
    return this.#parts.next();
  }
}
