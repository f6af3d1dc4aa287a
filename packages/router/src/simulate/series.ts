import { LatencyHistogram } from './latency-histogram.ts';

/** What happened in each stretch of time; every list has one entry a bucket. */
export interface SimulationSeries {
  readonly bucketMs: number;
  readonly requests: readonly number[];
  readonly answered: readonly number[];
  /** Failed, interrupted or refused. */
  readonly unserved: readonly number[];
  readonly attempts: readonly number[];
  readonly costMicros: readonly number[];
  /** Milliseconds to the first token; `null` where nobody heard one. */
  readonly firstTokenP50Ms: readonly (number | null)[];
  readonly firstTokenP95Ms: readonly (number | null)[];
  /** Answers by alias. */
  readonly answeredBy: Readonly<Record<string, readonly number[]>>;
}

const BUCKETS = 120;
const MIN_BUCKET_MS = 1_000;

/** Counts by bucket of time, in typed arrays made once. */
export class SeriesRecorder {
  readonly #bucketMs: number;
  readonly #buckets: number;
  readonly #aliases: readonly string[];
  readonly #requests: Uint32Array;
  readonly #unserved: Uint32Array;
  readonly #attempts: Uint32Array;
  readonly #costMicros: Float64Array;
  readonly #answeredBy: Uint32Array;
  readonly #firstTokens: LatencyHistogram;

  constructor(durationMs: number, aliases: readonly string[]) {
    this.#bucketMs = Math.max(MIN_BUCKET_MS, durationMs / BUCKETS);
    this.#buckets = Math.ceil(durationMs / this.#bucketMs);
    this.#aliases = aliases;
    this.#requests = new Uint32Array(this.#buckets);
    this.#unserved = new Uint32Array(this.#buckets);
    this.#attempts = new Uint32Array(this.#buckets);
    this.#costMicros = new Float64Array(this.#buckets);
    this.#answeredBy = new Uint32Array(this.#buckets * aliases.length);
    this.#firstTokens = new LatencyHistogram(this.#buckets);
  }

  request(nowMs: number): void {
    count(this.#requests, this.#bucket(nowMs));
  }

  attempt(nowMs: number): void {
    count(this.#attempts, this.#bucket(nowMs));
  }

  paid(nowMs: number, micros: number): void {
    const bucket = this.#bucket(nowMs);
    this.#costMicros[bucket] = (this.#costMicros[bucket] as number) + micros;
  }

  answered(nowMs: number, provider: number, firstTokenMs: number): void {
    const bucket = this.#bucket(nowMs);
    count(this.#answeredBy, provider * this.#buckets + bucket);
    this.#firstTokens.record(bucket, firstTokenMs);
  }

  unserved(nowMs: number): void {
    count(this.#unserved, this.#bucket(nowMs));
  }

  series(): SimulationSeries {
    const answeredBy = this.#aliases.map((alias, provider): [string, number[]] => [
      alias,
      [...this.#answeredBy.subarray(provider * this.#buckets, (provider + 1) * this.#buckets)],
    ]);
    const percentiles = (share: number): readonly (number | null)[] =>
      Array.from({ length: this.#buckets }, (_, bucket) => this.#firstTokens.percentile(bucket, share) ?? null);
    return {
      bucketMs: this.#bucketMs,
      requests: [...this.#requests],
      answered: Array.from({ length: this.#buckets }, (_, bucket) =>
        answeredBy.reduce((sum, [, counts]) => sum + (counts[bucket] ?? 0), 0),
      ),
      unserved: [...this.#unserved],
      attempts: [...this.#attempts],
      costMicros: [...this.#costMicros],
      firstTokenP50Ms: percentiles(0.5),
      firstTokenP95Ms: percentiles(0.95),
      answeredBy: Object.fromEntries(answeredBy),
    };
  }

  /** What comes to its end after the last bucket belongs to it. */
  #bucket(nowMs: number): number {
    return Math.min(this.#buckets - 1, Math.floor(nowMs / this.#bucketMs));
  }
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] as number) + 1;
}
