import type { Clock } from '@naru/kernel';

const RETRIES_PER_REQUEST = 0.2;
const RETRIES_PER_SECOND = 3;
/** What may be saved up while nothing fails. */
const CAPACITY = 10;

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/**
 * Stops retry storms: a provider may be asked again for 20 % of the requests that it gets, and three times a second
 * in any case. Failing over is not asking again.
 */
export class RetryBudget {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A first attempt at that provider is about to be made. */
  earn(provider: string): void {
    const bucket = this.#bucketOf(provider);
    bucket.tokens = Math.min(CAPACITY, bucket.tokens + RETRIES_PER_REQUEST);
  }

  /** Asks for one repeat, before any wait. False when there is none to be had. */
  take(provider: string): boolean {
    const bucket = this.#bucketOf(provider);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #bucketOf(provider: string): Bucket {
    const nowMs = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(provider);
    if (!bucket) {
      const full = { tokens: CAPACITY, filledAtMs: nowMs };
      this.#buckets.set(provider, full);
      return full;
    }
    const earned = ((nowMs - bucket.filledAtMs) / 1_000) * RETRIES_PER_SECOND;
    bucket.tokens = Math.min(CAPACITY, bucket.tokens + earned);
    bucket.filledAtMs = nowMs;
    return bucket;
  }
}
