/** More silence than this tells nothing new; the oldest count. */
const MAX_KNOWN = 64;
/** No provider is taken to be quicker than this: what is shorter is this process being busy. */
const LEAST_USUAL_MS = 333;
/** One slow answer, or two, are no silence. */
const MIN_ATTEMPTS = 3;
/** How many usual waits the silent attempts have waited too long, all together. */
const MIN_USUAL_WAITS = 3;
const OVERDUE_USUAL_WAITS = 3;

/** A provider that answers nobody, though several have waited longer than is usual. */
export interface Silence {
  readonly attempts: number;
  readonly oldestMs: number;
}

/**
 * The attempts at one provider that wait for its first words. A provider that hangs fails nobody before the deadline;
 * what tells of it sooner is that of those sent lately nobody is answered.
 */
export class SilentAttempts {
  /** When they were sent, oldest first. */
  readonly #sentAtMs: number[] = [];
  /** When that one was sent which was sent last of those that were answered. */
  #answeredSentAtMs = -Infinity;

  sent(nowMs: number): void {
    if (this.#sentAtMs.length < MAX_KNOWN) this.#sentAtMs.push(nowMs);
  }

  answered(sentAtMs: number): void {
    this.gone(sentAtMs);
    this.#answeredSentAtMs = Math.max(this.#answeredSentAtMs, sentAtMs);
  }

  /** It has ended, or waits no longer. */
  gone(sentAtMs: number): void {
    const at = this.#sentAtMs.indexOf(sentAtMs);
    if (at >= 0) this.#sentAtMs.splice(at, 1);
  }

  /** How many have waited much longer than is usual. */
  overdue(usualMs: number, nowMs: number): number {
    const limitMs = OVERDUE_USUAL_WAITS * Math.max(LEAST_USUAL_MS, usualMs);
    return this.#sentAtMs.filter(sentAtMs => nowMs - sentAtMs > limitMs).length;
  }

  /**
   * Missing while the provider is heard of: an answer says that it was there for all who were sent before it.
   *
   * @param usualMs how long its first words take on average
   */
  silence(usualMs: number, nowMs: number): Silence | undefined {
    const usual = Math.max(LEAST_USUAL_MS, usualMs);
    let attempts = 0;
    let usualWaits = 0;
    let oldestMs = 0;
    for (const sentAtMs of this.#sentAtMs) {
      const waitedMs = nowMs - sentAtMs;
      if (waitedMs <= usual) break;
      if (sentAtMs <= this.#answeredSentAtMs) continue;
      attempts += 1;
      usualWaits += waitedMs / usual - 1;
      oldestMs ||= waitedMs;
    }
    return attempts >= MIN_ATTEMPTS && usualWaits >= MIN_USUAL_WAITS ? { attempts, oldestMs } : undefined;
  }
}
