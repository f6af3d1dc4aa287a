import { ClosedSeries, registerSeries, type SampleLine, type SeriesOptions } from './closed-series.ts';

interface Distribution {
  /** By bucket, the last one without an upper bound. Not cumulative. */
  readonly counts: number[];
  sumSeconds: number;
  count: number;
}

/** Distributions of seconds, by labels whose values come from closed sets. */
export class ClosedHistogram<Label extends string> {
  readonly #name: string;
  readonly #bucketSeconds: readonly number[];
  readonly #series: ClosedSeries<Distribution>;

  /** @param options with the buckets' upper bounds in seconds, ascending */
  constructor(options: SeriesOptions<Label> & { readonly buckets: readonly number[] }) {
    this.#name = options.name;
    this.#bucketSeconds = options.buckets;
    this.#series = new ClosedSeries(options.labels, () => ({
      counts: Array.from({ length: options.buckets.length + 1 }, () => 0),
      sumSeconds: 0,
      count: 0,
    }));
    registerSeries(options, 'histogram', () =>
      this.#series.all.flatMap(({ labels, series }) => this.#lines(labels, series)),
    );
  }

  /** @param values in the order of the labels */
  observeMs(ms: number, ...values: readonly string[]): void {
    const series = this.#series.of(values);
    if (!series) return;
    const seconds = ms / 1_000;
    let bucket = 0;
    while (bucket < this.#bucketSeconds.length && seconds > (this.#bucketSeconds[bucket] ?? Infinity)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sumSeconds += seconds;
    series.count += 1;
  }

  #lines(labels: Readonly<Record<string, string>>, { counts, sumSeconds, count }: Distribution): SampleLine[] {
    let upTo = 0;
    const metricName = `${this.#name}_bucket`;
    const buckets = this.#bucketSeconds.map((bound, index) => {
      upTo += counts[index] ?? 0;
      return { metricName, labels: { le: String(bound), ...labels }, value: upTo };
    });
    return [
      ...buckets,
      { metricName, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${this.#name}_sum`, labels, value: sumSeconds },
      { metricName: `${this.#name}_count`, labels, value: count },
    ];
  }
}
