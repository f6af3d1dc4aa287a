import type { Metric, Registry } from 'prom-client';

const MAX_SERIES = 5_000;

export interface SeriesOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
  readonly registry: Registry;
}

/** One line of an exposition. */
export interface SampleLine {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Branch<Series> {
  readonly branches: Map<string, Branch<Series>>;
  series: Series | undefined;
}

/**
 * The series of one metric, by their labels' values: a walk over maps. prom-client sorts, joins and hashes the labels
 * at every call, which shows on the hot path; here it only renders. Values come from closed sets; should one leak, it
 * stops at a bound.
 */
export class ClosedSeries<Series> {
  readonly #labels: readonly string[];
  readonly #create: () => Series;
  readonly #root: Branch<Series> = { branches: new Map(), series: undefined };
  readonly #all: { readonly labels: Readonly<Record<string, string>>; readonly series: Series }[] = [];

  constructor(labels: readonly string[], create: () => Series) {
    this.#labels = labels;
    this.#create = create;
  }

  get all(): readonly { readonly labels: Readonly<Record<string, string>>; readonly series: Series }[] {
    return this.#all;
  }

  /** @param values in the order of the labels; undefined beyond the bound */
  of(values: readonly string[]): Series | undefined {
    let branch = this.#root;
    for (const value of values) {
      let next = branch.branches.get(value);
      if (!next) {
        if (this.#all.length >= MAX_SERIES) return undefined;
        next = { branches: new Map(), series: undefined };
        branch.branches.set(value, next);
      }
      branch = next;
    }
    return (branch.series ??= this.#begin(values));
  }

  #begin(values: readonly string[]): Series | undefined {
    if (this.#all.length >= MAX_SERIES) return undefined;
    const labels = Object.fromEntries(this.#labels.map((label, index) => [label, values[index] ?? 'unknown']));
    const series = this.#create();
    this.#all.push({ labels, series });
    return series;
  }
}

/** Lets the registry show a metric that is counted here. */
export function registerSeries<Label extends string>(
  { name, help, registry }: SeriesOptions<Label>,
  type: 'counter' | 'histogram',
  lines: () => readonly SampleLine[],
): void {
  const get = () => Promise.resolve({ name, help, type, aggregator: 'sum', values: lines() });
  // Of what a registry holds it asks for no more than this; the type names prom-client's own classes only.
  registry.registerMetric({ name, type, get } as unknown as Metric<Label>);
}
