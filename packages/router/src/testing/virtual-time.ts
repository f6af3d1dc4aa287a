import type { Clock, Timer } from '@naru/kernel';

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly ring: () => void;
  isCancelled: boolean;
}

/**
 * A clock whose time passes as fast as it can: everything planned runs in order, nothing is awaited. For simulations of
 * many hours; `FakeClock` is the one for code that awaits.
 */
export class VirtualTime implements Clock {
  /** A binary heap, the earliest first. */
  readonly #heap: Alarm[] = [];
  #nowMs = 0;
  #planned = 0;

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  sleep(): Promise<void> {
    throw new TypeError('Nothing is awaited in virtual time; schedule it.');
  }

  schedule(ms: number, callback: () => void): Timer {
    const alarm = { atMs: this.#nowMs + Math.max(0, ms), order: this.#planned++, ring: callback, isCancelled: false };
    this.#push(alarm);
    return { cancel: () => void (alarm.isCancelled = true) };
  }

  /** Runs what is planned up to that instant. */
  runUntil(untilMs: number): void {
    for (let next = this.#heap[0]; next && next.atMs <= untilMs; next = this.#heap[0]) {
      this.#pop();
      if (next.isCancelled) continue;
      this.#nowMs = next.atMs;
      next.ring();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** The process stood still: nothing ran, and what was due is late. */
  standStill(ms: number): void {
    this.#nowMs += ms;
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap;
    let at = heap.push(alarm) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(alarm, heap[parent])) break;
      heap[at] = heap[parent] as Alarm;
      at = parent;
    }
    heap[at] = alarm;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Alarm, heap[child])) child += 1;
      if (!isBefore(heap[child] as Alarm, last)) break;
      heap[at] = heap[child] as Alarm;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Alarm, other: Alarm | undefined): boolean {
  return !other || one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
