/** Steps of about a tenth, from one millisecond to an hour: no percentile is further off than that. */
const GROWTH = Math.log(1.1);
const STEPS = 160;

/** Weighted durations in fixed memory. */
export class DurationHistogram {
  readonly #weights = new Float64Array(STEPS);
  #total = 0;

  add(durationMs: number, weight: number): void {
    const step = durationMs <= 1 ? 0 : Math.min(STEPS - 1, Math.ceil(Math.log(durationMs) / GROWTH));
    this.#weights[step]! += weight;
    this.#total += weight;
  }

  /** The duration that `share` of the work did not exceed; `undefined` where there was none. */
  percentile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    let seen = 0;
    for (let step = 0; step < STEPS; step += 1) {
      seen += this.#weights[step]!;
      if (seen >= share * this.#total) return Math.round(Math.exp(step * GROWTH));
    }
    return undefined;
  }
}
