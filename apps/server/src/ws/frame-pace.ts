import type { Clock } from '@naru/kernel';

/** Together the round of one frame for each stream: 50 ms, hence 20 frames a second. */
const SLOTS = 10;
const SLOT_MS = 5;
/** From so many streams on, what several tokens say goes into one frame. Below, each goes at once. */
const BUSY_STREAMS = 100;

/**
 * Paces the frames of all streams while there are many. Streams are spread over the slots of one round, so that a
 * thousand of them make a steady flow and not a burst; one timer serves all.
 */
export class FramePace {
  readonly #clock: Clock;
  readonly #slots: (() => void)[][] = Array.from({ length: SLOTS }, () => []);
  #streams = 0;
  #joined = 0;
  #waiting = 0;
  #turn = 0;
  #isTicking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Enters a stream, until disposed of. */
  join(): PacedStream {
    const slot = this.#slots[this.#joined++ % SLOTS]!;
    this.#streams += 1;
    let isHere = true;
    return {
      next: () => (this.#streams < BUSY_STREAMS ? undefined : this.#wait(slot)),
      [Symbol.dispose]: () => {
        if (isHere) this.#streams -= 1;
        isHere = false;
      },
    };
  }

  #wait(slot: (() => void)[]): Promise<void> {
    this.#waiting += 1;
    if (!this.#isTicking) this.#tickLater();
    return new Promise(resolve => slot.push(resolve));
  }

  #tickLater(): void {
    this.#isTicking = true;
    this.#clock.schedule(SLOT_MS, () => {
      this.#turn = (this.#turn + 1) % SLOTS;
      const slot = this.#slots[this.#turn]!;
      this.#waiting -= slot.length;
      for (const resolve of slot.splice(0)) resolve();
      if (this.#waiting > 0) this.#tickLater();
      else this.#isTicking = false;
    });
  }
}

/** One stream's place in the round. */
export interface PacedStream extends Disposable {
  /** When its next frame may go. `undefined`: at once. */
  next(): Promise<void> | undefined;
}
