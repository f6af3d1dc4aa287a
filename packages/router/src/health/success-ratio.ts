const DECAY_MS = 300_000;
const BUCKET_MS = 30_000;
const BUCKETS = 10;

interface Bucket {
  readonly epoch: number;
  readonly samples: number;
}

/** The share of successes, in which an outcome 300 s ago weighs 1/e of one now. A value: recording gives a new one. */
export interface SuccessRatio {
  readonly weight: number;
  readonly successes: number;
  /** When the two sums were last brought up to date. */
  readonly atMs: number;
  /** Outcomes of the last 300 s, not weighted. */
  readonly buckets: readonly Bucket[];
}

export const NO_OUTCOMES: SuccessRatio = { weight: 0, successes: 0, atMs: 0, buckets: [] };

export function recordOutcome(ratio: SuccessRatio, nowMs: number, succeeded: boolean): SuccessRatio {
  const decay = Math.exp(-Math.max(0, nowMs - ratio.atMs) / DECAY_MS);
  const epoch = Math.floor(nowMs / BUCKET_MS);
  const others = ratio.buckets.filter(bucket => bucket.epoch !== epoch && isLive(bucket, epoch));
  const current = ratio.buckets.find(bucket => bucket.epoch === epoch);
  return {
    weight: ratio.weight * decay + 1,
    successes: ratio.successes * decay + (succeeded ? 1 : 0),
    atMs: nowMs,
    buckets: [...others, { epoch, samples: (current?.samples ?? 0) + 1 }],
  };
}

/** Between 0 and 1; 1 where nothing is known. */
export function ratioOf({ weight, successes }: SuccessRatio): number {
  return weight === 0 ? 1 : successes / weight;
}

/**
 * How many outcomes of the last 300 s it rests on. That they run out is what brings a provider back that a low score
 * has kept without traffic.
 */
export function samplesAt({ buckets }: SuccessRatio, nowMs: number): number {
  const epoch = Math.floor(nowMs / BUCKET_MS);
  let samples = 0;
  for (const bucket of buckets) if (isLive(bucket, epoch)) samples += bucket.samples;
  return samples;
}

function isLive(bucket: Bucket, epoch: number): boolean {
  return bucket.epoch > epoch - BUCKETS && bucket.epoch <= epoch;
}
