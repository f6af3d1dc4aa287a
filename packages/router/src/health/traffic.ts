import { countsAt, EMPTY_WINDOW, recordCall, type RollingWindow } from './rolling-window.ts';

/** Weight of the newest sample of concurrency. */
const WEIGHT = 0.05;
const SHARE_OF_USUAL = 0.1;

/** How much is going on in a router: turns of the last 30 s, and how many usually run at once. */
export class Traffic {
  #turns: RollingWindow = EMPTY_WINDOW;
  #running = 0;
  #usual = 0;

  turnArrived(nowMs: number): void {
    this.#turns = recordCall(this.#turns, nowMs, false);
  }

  recentTurns(nowMs: number): number {
    return countsAt(this.#turns, nowMs).calls;
  }

  /** An attempt begins. @param isUsual false for what is admitted only because nobody better is there */
  began(isUsual: boolean): void {
    this.#running += 1;
    if (isUsual) this.#usual += WEIGHT * (this.#running - this.#usual);
  }

  ended(): void {
    this.#running -= 1;
  }

  /** How many attempts a provider gets while every circuit is open: a tenth of what is usual, one at least. */
  get leastBadLimit(): number {
    return Math.max(1, Math.floor(this.#usual * SHARE_OF_USUAL));
  }
}
