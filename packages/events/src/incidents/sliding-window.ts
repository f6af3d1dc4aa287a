const BUCKET_MS = 10_000;

export interface WindowCounts {
  /** Units of work that the events stand for. */
  readonly matched: number;
  readonly all: number;
  /** Of whatever the rule sums: duration, cost. */
  readonly sum: number;
}

interface Bucket {
  epoch: number;
  matched: number;
  all: number;
  sum: number;
}

/**
 * Counts over the last so many seconds, in steps of ten, by the time of arrival. Memory is fixed: a bucket is used
 * again once its time has passed, so a pause clears itself.
 */
export class SlidingWindow {
  readonly #buckets: Bucket[];

  constructor(windowMs: number) {
    const count = Math.max(1, Math.ceil(windowMs / BUCKET_MS));
    this.#buckets = Array.from({ length: count }, () => ({ epoch: -Infinity, matched: 0, all: 0, sum: 0 }));
  }

  add(nowMs: number, weight: number, isMatch: boolean, value: number): void {
    const epoch = Math.floor(nowMs / BUCKET_MS);
    const bucket = this.#buckets[epoch % this.#buckets.length]!;
    if (bucket.epoch !== epoch) Object.assign(bucket, { epoch, matched: 0, all: 0, sum: 0 });
    bucket.all += weight;
    if (isMatch) bucket.matched += weight;
    bucket.sum += weight * value;
  }

  counts(nowMs: number): WindowCounts {
    const oldest = Math.floor(nowMs / BUCKET_MS) - this.#buckets.length;
    const total = { matched: 0, all: 0, sum: 0 };
    for (const { epoch, matched, all, sum } of this.#buckets) {
      if (epoch <= oldest) continue;
      total.matched += matched;
      total.all += all;
      total.sum += sum;
    }
    return total;
  }
}
