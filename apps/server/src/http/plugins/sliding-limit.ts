import type { Clock } from '@naru/kernel';

export type LimitVerdict = { readonly kind: 'pass' } | { readonly kind: 'wait'; readonly retryAfterMs: number };

const PASS: LimitVerdict = { kind: 'pass' };

interface Window {
  startedAtMs: number;
  count: number;
  previous: number;
}

export interface SlidingLimitOptions {
  /** 0 switches the limit off. */
  readonly perMinute: number;
  /** Keys remembered at a time; beyond it the one longest unseen is forgotten. */
  readonly maxKeys?: number;
}

const WINDOW_MS = 60_000;

/**
 * Counts calls by key over a sliding minute: the running minute's count plus the share of the last one that
 * still overlaps (the approximation that Cloudflare described in 2017). Memory is bounded.
 */
export class SlidingLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #maxKeys: number;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, { perMinute, maxKeys = 50_000 }: SlidingLimitOptions) {
    if (!(perMinute >= 0)) throw new RangeError(`perMinute must be 0 or more, got ${perMinute}`);
    this.#clock = clock;
    this.#perMinute = perMinute;
    this.#maxKeys = maxKeys;
  }

  /** Counts one call. A call that must wait is not counted. */
  take(key: string): LimitVerdict {
    if (this.#perMinute === 0) return PASS;
    const nowMs = this.#clock.monotonicMs();
    const window = this.#windowOf(key, nowMs);
    const overlap = 1 - (nowMs - window.startedAtMs) / WINDOW_MS;
    if (window.count + window.previous * overlap >= this.#perMinute) {
      return { kind: 'wait', retryAfterMs: Math.ceil(waitMs(window, this.#perMinute, nowMs)) };
    }
    window.count += 1;
    return PASS;
  }

  #windowOf(key: string, nowMs: number): Window {
    const known = this.#windows.get(key);
    if (!known) {
      if (this.#windows.size >= this.#maxKeys) this.#forgetOldest();
      const fresh = { startedAtMs: nowMs, count: 0, previous: 0 };
      this.#windows.set(key, fresh);
      return fresh;
    }
    const ageMs = nowMs - known.startedAtMs;
    if (ageMs >= WINDOW_MS) {
      // A map keeps the order of insertion: put back, the key counts as seen now.
      this.#windows.delete(key);
      this.#windows.set(key, known);
      known.previous = ageMs < 2 * WINDOW_MS ? known.count : 0;
      known.count = 0;
      known.startedAtMs = ageMs < 2 * WINDOW_MS ? known.startedAtMs + WINDOW_MS : nowMs;
    }
    return known;
  }

  #forgetOldest(): void {
    const [oldest] = this.#windows.keys();
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}

/** When the overlapping share has fallen enough for one more call, at the latest when the minute is over. */
function waitMs({ startedAtMs, count, previous }: Window, perMinute: number, nowMs: number): number {
  const endsInMs = startedAtMs + WINDOW_MS - nowMs;
  if (previous === 0 || count >= perMinute) return Math.max(1, endsInMs);
  const freeAtOverlap = (perMinute - count) / previous;
  return Math.max(1, startedAtMs + (1 - freeAtOverlap) * WINDOW_MS - nowMs);
}
