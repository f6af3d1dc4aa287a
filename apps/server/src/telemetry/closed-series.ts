import { Counter, Histogram, type Registry } from 'prom-client';

const MAX_SERIES = 5_000;

interface SeriesOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
  readonly registry: Registry;
}

/**
 * A counter whose children are kept by their values: prom-client sorts and joins the labels at every call,
 * which shows on the hot path. Values come from closed sets; should one leak, it stops at a bound.
 */
export class ClosedCounter<Label extends string> {
  readonly #counter: Counter<Label>;
  readonly #labels: readonly Label[];
  readonly #children = new Map<string, Counter.Internal>();

  constructor({ name, help, labels, registry }: SeriesOptions<Label>) {
    this.#counter = new Counter({ name, help, labelNames: [...labels], registers: [registry] });
    this.#labels = labels;
  }

  /** @param values in the order of the labels */
  add(...values: readonly string[]): void {
    childOf(this.#children, values, () => this.#counter.labels(named(this.#labels, values)))?.inc(1);
  }
}

/** A histogram of seconds, with the same economy. */
export class ClosedHistogram<Label extends string> {
  readonly #histogram: Histogram<Label>;
  readonly #labels: readonly Label[];
  readonly #children = new Map<string, Histogram.Internal<Label>>();

  constructor({
    name,
    help,
    labels,
    registry,
    buckets,
  }: SeriesOptions<Label> & { readonly buckets: readonly number[] }) {
    this.#histogram = new Histogram({
      name,
      help,
      labelNames: [...labels],
      buckets: [...buckets],
      registers: [registry],
    });
    this.#labels = labels;
  }

  /** @param values in the order of the labels */
  observeMs(ms: number, ...values: readonly string[]): void {
    childOf(this.#children, values, () => this.#histogram.labels(named(this.#labels, values)))?.observe(ms / 1_000);
  }
}

function childOf<Child>(children: Map<string, Child>, values: readonly string[], make: () => Child): Child | undefined {
  const key = values.join('\n');
  const known = children.get(key);
  if (known || children.size >= MAX_SERIES) return known;
  const child = make();
  children.set(key, child);
  return child;
}

function named<Label extends string>(labels: readonly Label[], values: readonly string[]): Record<Label, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? 'unknown'])) as Record<Label, string>;
}
