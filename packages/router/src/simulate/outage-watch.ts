import type { Outage } from './provider-script.ts';

/** How a router bore one provider's outages. */
export interface OutageFindings {
  /** The longest time from the end of an outage to the first turn that the provider answered again; missing without. */
  readonly backMs: number | undefined;
  /** Outages after which it answered nobody until the next one, or the end. */
  readonly neverBack: number;
  /** The most attempts, probes among them, that one outage has cost. */
  readonly attempts: number;
}

/** Follows one provider through its outages, which are in order. */
export class OutageWatch {
  readonly #outages: readonly Outage[];
  /** The first outage that is not over, or that it has not come back from. */
  #place = 0;
  #attempts = 0;
  #mostAttempts = 0;
  #backMs: number | undefined;
  #neverBack = 0;

  constructor(outages: readonly Outage[]) {
    this.#outages = outages;
  }

  attemptStarted(nowMs: number): void {
    this.#forget(nowMs);
    const outage = this.#outages[this.#place];
    if (!outage || nowMs < outage.fromMs || nowMs >= outage.untilMs) return;
    this.#attempts += 1;
    this.#mostAttempts = Math.max(this.#mostAttempts, this.#attempts);
  }

  /** A turn was answered by an attempt that began at that instant. */
  answered(startedAtMs: number): void {
    this.#forget(startedAtMs);
    const outage = this.#outages[this.#place];
    if (!outage || startedAtMs < outage.untilMs) return;
    this.#backMs = Math.max(this.#backMs ?? 0, startedAtMs - outage.untilMs);
    this.#next();
  }

  findings(): OutageFindings {
    const neverBack = this.#neverBack + this.#outages.length - this.#place;
    return { backMs: this.#backMs, neverBack, attempts: this.#mostAttempts };
  }

  #forget(nowMs: number): void {
    while (nowMs >= (this.#outages[this.#place + 1]?.fromMs ?? Infinity)) {
      this.#neverBack += 1;
      this.#next();
    }
  }

  #next(): void {
    this.#place += 1;
    this.#attempts = 0;
  }
}
