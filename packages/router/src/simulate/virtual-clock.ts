import type { Clock, Timer } from '@naru/kernel';

/** Something that is due at an instant. */
export interface Task {
  run(): void;
}

/**
 * Time that passes as fast as tasks run: the earliest first, those of one instant in the order of their planning. A
 * binary heap over typed arrays, so that planning a task allocates nothing.
 */
export class VirtualClock implements Clock {
  #atMs = new Float64Array(1_024);
  #order = new Float64Array(1_024);
  readonly #tasks: Task[] = [];
  #size = 0;
  #planned = 0;
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  sleep(): Promise<void> {
    throw new TypeError('Nothing is awaited in virtual time; plan a task.');
  }

  schedule(ms: number, callback: () => void): Timer {
    const alarm = new Alarm(callback);
    this.plan(this.#nowMs + Math.max(0, ms), alarm);
    return alarm;
  }

  plan(atMs: number, task: Task): void {
    if (this.#size === this.#atMs.length) this.#grow();
    const order = this.#planned++;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      // A parent of the same instant was planned before.
      if ((this.#atMs[parent] as number) <= atMs) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, atMs, order, task);
  }

  /** Runs what is planned up to that instant, and what is planned meanwhile. */
  runUntil(untilMs: number): void {
    while (this.#size > 0 && (this.#atMs[0] as number) <= untilMs) {
      this.#nowMs = this.#atMs[0] as number;
      this.#takeFirst().run();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #takeFirst(): Task {
    const first = this.#tasks[0] as Task;
    const last = --this.#size;
    const [atMs, order, task] = [this.#atMs[last] as number, this.#order[last] as number, this.#tasks[last] as Task];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#isBefore(child + 1, this.#atMs[child] as number, this.#order[child] as number)) {
        child += 1;
      }
      if (!this.#isBefore(child, atMs, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, atMs, order, task);
    return first;
  }

  #isBefore(place: number, atMs: number, order: number): boolean {
    const otherMs = this.#atMs[place] as number;
    return otherMs < atMs || (otherMs === atMs && (this.#order[place] as number) < order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#atMs[from] as number, this.#order[from] as number, this.#tasks[from] as Task);
  }

  #put(place: number, atMs: number, order: number, task: Task): void {
    this.#atMs[place] = atMs;
    this.#order[place] = order;
    this.#tasks[place] = task;
  }

  #grow(): void {
    const [atMs, order] = [new Float64Array(this.#size * 2), new Float64Array(this.#size * 2)];
    atMs.set(this.#atMs);
    order.set(this.#order);
    this.#atMs = atMs;
    this.#order = order;
  }
}

class Alarm implements Task, Timer {
  #ring: (() => void) | undefined;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  run(): void {
    this.#ring?.();
  }

  cancel(): void {
    this.#ring = undefined;
  }
}
