import { ClosedSeries, registerSeries, type SeriesOptions } from './closed-series.ts';

/** Counts, by labels whose values come from closed sets. */
export class ClosedCounter<Label extends string> {
  readonly #series: ClosedSeries<{ count: number }>;

  constructor(options: SeriesOptions<Label>) {
    const { name, labels } = options;
    this.#series = new ClosedSeries(labels, () => ({ count: 0 }));
    registerSeries(options, 'counter', () =>
      this.#series.all.map(({ labels: ofSeries, series }) => ({
        metricName: name,
        labels: ofSeries,
        value: series.count,
      })),
    );
  }

  /** @param values in the order of the labels */
  add(...values: readonly string[]): void {
    const series = this.#series.of(values);
    if (series) series.count += 1;
  }

  /** @param amount 0 or more, in the unit that the metric's name or help tells */
  addAmount(amount: number, ...values: readonly string[]): void {
    const series = this.#series.of(values);
    if (series) series.count += amount;
  }
}
