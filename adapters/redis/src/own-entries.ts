import type { Clock } from '@naru/kernel';
import type { SharedChange, SharedEntry } from '@naru/router';

/** What this instance said last of each key, so that it can say it again to a store that has missed or lost it. */
export interface OwnEntry {
  readonly entry: SharedEntry;
  readonly ageMs: number;
  readonly leftMs: number;
}

type Named = Pick<SharedEntry, 'topic' | 'key'>;

interface Kept {
  readonly entry: SharedEntry;
  readonly writtenAtMs: number;
  readonly expiresAtMs: number;
  /** Somebody has said something else since. */
  isOutdated: boolean;
}

const MAX_ENTRIES = 1_000;

/** Bounded: of too many, the oldest are forgotten. */
export class OwnEntries {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  said(entry: SharedEntry, ttlMs: number): void {
    const name = nameOf(entry);
    const writtenAtMs = this.#clock.monotonicMs();
    this.#kept.delete(name);
    this.#kept.set(name, { entry, writtenAtMs, expiresAtMs: writtenAtMs + ttlMs, isOutdated: false });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_ENTRIES) return;
      this.#kept.delete(oldest);
    }
  }

  /** It was taken away. */
  forget(named: Named): void {
    this.#kept.delete(nameOf(named));
  }

  /**
   * Takes account of what the store has told. It tells in the order of the writes, so that the last word on a key
   * that is heard is the one that stands; but one that is said again after a lost connection may be older than ours.
   */
  heard(change: SharedChange): void {
    const kept = this.#kept.get(nameOf(change));
    if (!kept || this.#clock.monotonicMs() - change.ageMs < kept.writtenAtMs) return;
    kept.isOutdated = change.origin !== kept.entry.origin;
  }

  /** What still holds, in the order in which it was said. */
  list(): readonly OwnEntry[] {
    const nowMs = this.#clock.monotonicMs();
    for (const [name, { expiresAtMs }] of this.#kept) if (expiresAtMs <= nowMs) this.#kept.delete(name);
    const standing = [...this.#kept.values()].filter(({ isOutdated }) => !isOutdated);
    return standing.map(({ entry, writtenAtMs, expiresAtMs }) => ({
      entry,
      ageMs: nowMs - writtenAtMs,
      leftMs: expiresAtMs - nowMs,
    }));
  }
}

export function nameOf({ topic, key }: Named): string {
  return `${topic} ${key}`;
}
