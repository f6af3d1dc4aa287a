import type { Clock, Timer } from '../clock.ts';

interface Alarm {
  readonly dueAtMs: number;
  readonly order: number;
  ring(): void;
}

/** A clock that stands still until a test moves it. Sleepers and timers wake in order of their due time. */
export class FakeClock implements Clock {
  readonly #epochMs: number;
  #elapsedMs = 0;
  #alarmsSet = 0;
  readonly #alarms = new Set<Alarm>();

  /** @param epochMs what `now()` says at the start; `monotonicMs()` starts at 0 */
  constructor(epochMs = 0) {
    this.#epochMs = epochMs;
  }

  now(): number {
    return this.#epochMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  /** Timers and sleepers that have not fired; a test that ends with one left has found a leak. */
  get pending(): number {
    return this.#alarms.size;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = this.schedule(ms, resolve);
    const abort = (): void => {
      timer.cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  schedule(ms: number, callback: () => void): Timer {
    const alarm: Alarm = { dueAtMs: this.#elapsedMs + Math.max(0, ms), order: this.#alarmsSet++, ring: callback };
    this.#alarms.add(alarm);
    return { cancel: () => this.#alarms.delete(alarm) };
  }

  /** Moves time forward, waking each due sleeper at its own instant. */
  async advance(ms: number): Promise<void> {
    const targetMs = this.#elapsedMs + ms;
    await settle();
    for (let next = this.#nextDue(targetMs); next; next = this.#nextDue(targetMs)) {
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueAtMs);
      this.#alarms.delete(next);
      next.ring();
      await settle();
    }
    this.#elapsedMs = targetMs;
  }

  #nextDue(untilMs: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.dueAtMs > untilMs) continue;
      if (!next || alarm.dueAtMs < next.dueAtMs || (alarm.dueAtMs === next.dueAtMs && alarm.order < next.order)) {
        next = alarm;
      }
    }
    return next;
  }
}

/** Lets every promise that is already resolvable run its continuation. */
export async function settle(): Promise<void> {
  await new Promise<void>(resolve => setImmediate(resolve));
}
