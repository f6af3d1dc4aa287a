const BUCKETS = 10;
const BUCKET_MS = 3_000;

interface Bucket {
  /** Which three seconds, counted from the clock's origin. */
  readonly epoch: number;
  readonly calls: number;
  readonly failures: number;
}

/** What a provider did in the last 30 s, in steps of 3 s. A value: recording gives a new one. */
export interface RollingWindow {
  readonly buckets: readonly Bucket[];
}

export interface WindowCounts {
  readonly calls: number;
  readonly failures: number;
}

export const EMPTY_WINDOW: RollingWindow = { buckets: [] };

export function recordCall({ buckets }: RollingWindow, nowMs: number, failed: boolean): RollingWindow {
  const epoch = Math.floor(nowMs / BUCKET_MS);
  const current = buckets.find(bucket => bucket.epoch === epoch) ?? { epoch, calls: 0, failures: 0 };
  const counted = { epoch, calls: current.calls + 1, failures: current.failures + (failed ? 1 : 0) };
  return { buckets: [...buckets.filter(bucket => isLive(bucket, epoch) && bucket.epoch !== epoch), counted] };
}

/** A bucket counts by its own age, so that an idle gap clears the window by itself. */
export function countsAt({ buckets }: RollingWindow, nowMs: number): WindowCounts {
  const epoch = Math.floor(nowMs / BUCKET_MS);
  let calls = 0;
  let failures = 0;
  for (const bucket of buckets) {
    if (!isLive(bucket, epoch)) continue;
    calls += bucket.calls;
    failures += bucket.failures;
  }
  return { calls, failures };
}

function isLive(bucket: Bucket, epoch: number): boolean {
  return bucket.epoch > epoch - BUCKETS && bucket.epoch <= epoch;
}
