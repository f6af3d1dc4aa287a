import { fullJitterMs, type Clock, type Random, type Timer } from '@naru/kernel';
import type { SharedChange, SharedTopic } from '@naru/router';
import { nameOf } from './own-entries.ts';
import { TOPICS } from './shared-change-wire.ts';

export interface CatchUpDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Says again what this instance has said; others may have lost or missed it. */
  readonly sayAgain: () => Promise<unknown>;
  readonly entries: (topic: SharedTopic) => Promise<readonly SharedChange[]>;
  readonly tell: (change: SharedChange) => void;
}

const AGAIN = { firstMs: 200, maxMs: 1_000 };

/** Makes good what was missed while there was no connection: says what is our own, then tells all that is kept. */
export class CatchUp {
  readonly #deps: CatchUpDeps;
  /** Heard while reading, hence newer than what was read; missing while nothing is read. */
  #newer: Set<string> | undefined;
  #again: Timer | undefined;

  constructor(deps: CatchUpDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.stop();
    void this.#run(0);
  }

  stop(): void {
    this.#newer = undefined;
    this.#again?.cancel();
  }

  /** A message about that name has come. */
  heard(name: string): void {
    this.#newer?.add(name);
  }

  async #run(repeat: number): Promise<void> {
    const { clock, random, sayAgain, entries, tell } = this.#deps;
    const newer = new Set<string>();
    this.#newer = newer;
    try {
      await sayAgain();
      const kept = (await Promise.all(TOPICS.map(topic => entries(topic)))).flat();
      // Another run has begun, or the connection is gone again.
      if (this.#newer !== newer) return;
      this.#newer = undefined;
      for (const change of kept) if (!newer.has(nameOf(change))) tell(change);
    } catch {
      if (this.#newer !== newer) return;
      this.#again = clock.schedule(fullJitterMs(repeat, AGAIN, random), () => void this.#run(repeat + 1));
    }
  }
}
