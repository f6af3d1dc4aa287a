import type { Clock, Timer } from '@naru/kernel';

/** Milliseconds; `Infinity` for what does not apply. */
export interface AttemptLimits {
  /** Start to first token; for a JSON answer, to its headers. */
  readonly firstTokenMs: number;
  /** Waiting for one content part after another. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** What the turn has left for waiting before the commit point. */
  readonly turnWaitMs: number;
  readonly dripGraceMs: number;
  /** 0 switches the slow drip timer off. */
  readonly minCharsPerSecond: number;
}

export type Expiry = 'timeout_first_token' | 'timeout_idle' | 'timeout_total' | 'turn_wait_spent';

interface Due {
  readonly atMs: number;
  readonly expiry: Expiry;
}

/**
 * Bounds every wait of one attempt with a single timer. Nothing is re-armed for a batch: when the timer rings
 * it looks at what has come since, and sleeps again for what is left.
 *
 * The total and the time to the first token count from the start. Idle and slow drip count only while somebody
 * waits for the provider, so that a slow reader is not held against it.
 */
export class AttemptTimers {
  readonly #clock: Clock;
  readonly #limits: AttemptLimits;
  readonly #onExpired: (expiry: Expiry) => void;
  readonly #startedAtMs: number;
  #timer: Timer | undefined;
  #ringsAtMs = Infinity;
  #waitingSinceMs: number | undefined;
  /** Time spent waiting, up to the last arrival. */
  #waitedMs = 0;
  #hasFirstToken = false;
  #lastContentWaitedMs = 0;
  /** Since the commit point. */
  #chars = 0;
  #committedWaitedMs: number | undefined;

  /** Armed from here on. */
  constructor(clock: Clock, limits: AttemptLimits, onExpired: (expiry: Expiry) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onExpired = onExpired;
    this.#startedAtMs = clock.monotonicMs();
    this.#arm(this.#startedAtMs);
  }

  /** Somebody begins to wait for the provider. */
  waiting(): void {
    this.#waitingSinceMs = this.#clock.monotonicMs();
  }

  /** The wait is over, whatever came. */
  arrived(): void {
    if (this.#waitingSinceMs === undefined) return;
    this.#waitedMs += this.#clock.monotonicMs() - this.#waitingSinceMs;
    this.#waitingSinceMs = undefined;
  }

  /** Content of that many characters came: the first such call ends the wait for the first token. */
  content(chars: number): void {
    this.#chars += chars;
    this.#lastContentWaitedMs = this.#waitedMs;
    if (this.#hasFirstToken) return;
    this.#hasFirstToken = true;
    this.#armIfSooner();
  }

  /**
   * What came last made the answer acceptable, with that many characters. From here on the turn's waiting time is not
   * used up, and the answer must come at a pace: what is said while thinking has none to keep.
   */
  committed(chars: number): void {
    this.#chars = chars;
    this.#committedWaitedMs = this.#waitedMs;
    this.#armIfSooner();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #armIfSooner(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#nextDue(nowMs).atMs < this.#ringsAtMs) this.#arm(nowMs);
  }

  #arm(nowMs: number): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#ringsAtMs = this.#nextDue(nowMs).atMs;
    if (this.#ringsAtMs === Infinity) return;
    this.#timer = this.#clock.schedule(Math.max(0, this.#ringsAtMs - nowMs), () => this.#rang());
  }

  #rang(): void {
    const nowMs = this.#clock.monotonicMs();
    const due = this.#nextDue(nowMs);
    // Timers of the machine may ring a fraction of a millisecond early.
    if (due.atMs > nowMs + 0.5) return this.#arm(nowMs);
    this.stop();
    this.#onExpired(due.expiry);
  }

  /** The earliest deadline as things stand. Only the first token and the commit point bring one nearer. */
  #nextDue(nowMs: number): Due {
    const { firstTokenMs, totalMs, turnWaitMs } = this.#limits;
    let due: Due = { atMs: this.#startedAtMs + totalMs, expiry: 'timeout_total' };
    if (this.#committedWaitedMs === undefined) due = earlier(due, this.#startedAtMs + turnWaitMs, 'turn_wait_spent');
    if (!this.#hasFirstToken) {
      return earlier(due, this.#startedAtMs + firstTokenMs, 'timeout_first_token');
    }
    const waitedMs = this.#waitedMs + (this.#waitingSinceMs === undefined ? 0 : nowMs - this.#waitingSinceMs);
    return earlier(due, nowMs + this.#patienceMs() - waitedMs, 'timeout_idle');
  }

  /** How much waiting in all the content so far allows. */
  #patienceMs(): number {
    const { idleMs, dripGraceMs, minCharsPerSecond } = this.#limits;
    const untilIdleMs = this.#lastContentWaitedMs + idleMs;
    if (minCharsPerSecond === 0 || this.#committedWaitedMs === undefined) return untilIdleMs;
    const earnedMs = (this.#chars / minCharsPerSecond) * 1_000;
    return Math.min(untilIdleMs, this.#committedWaitedMs + Math.max(dripGraceMs, earnedMs));
  }
}

function earlier(due: Due, atMs: number, expiry: Expiry): Due {
  return atMs < due.atMs ? { atMs, expiry } : due;
}
