/** Bins grow by this factor: what is read off one is at most 4 % beside the truth. */
const GROWTH = Math.log(1.04);
const FIRST_MS = 10;
const BINS = 256;

/** Times by bucket of a series, in bins that grow with the time; one array for all buckets. */
export class LatencyHistogram {
  readonly #counts: Uint32Array;

  constructor(buckets: number) {
    this.#counts = new Uint32Array(buckets * BINS);
  }

  record(bucket: number, ms: number): void {
    const bin = ms <= FIRST_MS ? 0 : Math.min(BINS - 1, Math.ceil(Math.log(ms / FIRST_MS) / GROWTH));
    const at = bucket * BINS + bin;
    this.#counts[at] = (this.#counts[at] as number) + 1;
  }

  /** The upper end of the bin in which that share of a bucket's times is reached; `undefined` for an empty bucket. */
  percentile(bucket: number, share: number): number | undefined {
    const bins = this.#counts.subarray(bucket * BINS, (bucket + 1) * BINS);
    const all = bins.reduce((sum, count) => sum + count, 0);
    if (all === 0) return undefined;
    let left = Math.max(1, Math.ceil(all * share));
    const bin = bins.findIndex(count => (left -= count) <= 0);
    return FIRST_MS * Math.exp(bin * GROWTH);
  }
}
