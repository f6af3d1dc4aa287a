import { messageOf, type Clock, type Logger, type Timer } from '@naru/kernel';
import type { CanaryEnd, QualityOfDay, SteeringStore } from '../ports/steering-store.ts';
import type { QualitySignal } from '../quality/quality-signal.ts';
import { DAY_MS } from '../quality/quality-record.ts';

/** What a crash may lose. */
const WAIT_MS = 1_000;
const RETRY_MS = 5_000;
/** Sums of different providers, intents, kinds and days: closed sets, so that more is somebody's mistake. */
const MAX_WAITING = 10_000;
/** A canary that ended so long ago may be tried again by the same name. */
const CANARY_ENDS_HOLD_MS = 30 * DAY_MS;

export interface SteeringKeeperDeps {
  readonly store: SteeringStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface KeptSteering {
  readonly quality: readonly QualityOfDay[];
  readonly canaryEnds: readonly CanaryEnd[];
}

/** Writes what steering learns behind the answers, and gives it back after a restart. Nobody waits for it. */
export class SteeringKeeper {
  readonly #deps: SteeringKeeperDeps;
  #heard = new Map<string, QualityOfDay>();
  #ends: CanaryEnd[] = [];
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;
  #hasFailed = false;
  #isRestored = false;

  constructor(deps: SteeringKeeperDeps) {
    this.#deps = deps;
  }

  /**
   * Gives what was kept, of so many days, to whoever takes it; what is older is forgotten. Does nothing when that has
   * been done: a start may be tried again, and what is said twice counts twice.
   *
   * @throws what the store throws
   */
  async restoreOnce(days: number, take: (kept: KeptSteering) => void): Promise<void> {
    if (this.#isRestored) return;
    const kept = await this.#read(days);
    if (!this.#isRestored) take(kept);
    this.#isRestored = true;
  }

  async #read(days: number): Promise<KeptSteering> {
    const { store, clock } = this.#deps;
    const nowMs = clock.now();
    const sinceDay = Math.floor(nowMs / DAY_MS) - days + 1;
    const endedMs = nowMs - CANARY_ENDS_HOLD_MS;
    await store.forgetBefore(sinceDay, endedMs);
    return { quality: await store.quality(sinceDay), canaryEnds: await store.canaryEnds(endedMs) };
  }

  observed({ provider, intent, kind, value }: QualitySignal): void {
    const nowMs = this.#deps.clock.now();
    const day = Math.floor(nowMs / DAY_MS);
    const worth = Math.min(1, Math.max(0, value));
    this.#add({ provider, intent: intent.toUpperCase(), kind, day, sum: worth, count: 1, lastAtMs: nowMs });
    this.#plan(WAIT_MS);
  }

  canaryEnded(key: string, because: CanaryEnd['because']): void {
    this.#ends.push({ key, because, atMs: this.#deps.clock.now() });
    this.#plan(0);
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#writing;
    await this.#write();
  }

  #add(one: QualityOfDay): void {
    const name = JSON.stringify([one.provider, one.intent, one.kind, one.day]);
    const known = this.#heard.get(name);
    if (!known && this.#heard.size >= MAX_WAITING) return;
    this.#heard.set(name, known ? { ...one, sum: known.sum + one.sum, count: known.count + one.count } : one);
  }

  #plan(inMs: number): void {
    if (this.#timer || this.#isClosed) return;
    this.#timer = this.#deps.clock.schedule(inMs, () => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    });
  }

  async #write(): Promise<void> {
    const { store, logger } = this.#deps;
    const heard = [...this.#heard.values()];
    const ends = this.#ends;
    this.#heard = new Map();
    this.#ends = [];
    try {
      for (const end of ends) await store.addCanaryEnd(end);
      ends.length = 0;
      if (heard.length > 0) await store.addQuality(heard);
      this.#hasFailed = false;
    } catch (error) {
      for (const one of heard) this.#add(one);
      this.#ends.unshift(...ends);
      if (!this.#hasFailed) logger.warn({ error: messageOf(error) }, 'What steering learnt cannot be kept yet.');
      this.#hasFailed = true;
      this.#plan(RETRY_MS);
    }
  }
}
