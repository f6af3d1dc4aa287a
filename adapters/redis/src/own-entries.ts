import type { Clock } from '@naru/kernel';
import type { SharedEntry } from '@naru/router';

/** What this instance said last of each key, so that it can say it again to a store that has missed or lost it. */
export interface OwnEntry {
  readonly entry: SharedEntry;
  readonly ageMs: number;
  readonly leftMs: number;
}

type Named = Pick<SharedEntry, 'topic' | 'key'>;

const MAX_ENTRIES = 1_000;

/** Bounded: of too many, the oldest are forgotten. */
export class OwnEntries {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { entry: SharedEntry; writtenAtMs: number; expiresAtMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  said(entry: SharedEntry, ttlMs: number): void {
    const name = nameOf(entry);
    const writtenAtMs = this.#clock.monotonicMs();
    this.#kept.delete(name);
    this.#kept.set(name, { entry, writtenAtMs, expiresAtMs: writtenAtMs + ttlMs });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_ENTRIES) return;
      this.#kept.delete(oldest);
    }
  }

  /** It was taken away, or somebody has said something else. */
  forget(named: Named): void {
    this.#kept.delete(nameOf(named));
  }

  /** Whose word it is that this instance remembers of a key. */
  originOf(named: Named): string | undefined {
    return this.#kept.get(nameOf(named))?.entry.origin;
  }

  /** What still holds, in the order in which it was said. */
  list(): readonly OwnEntry[] {
    const nowMs = this.#clock.monotonicMs();
    for (const [name, { expiresAtMs }] of this.#kept) if (expiresAtMs <= nowMs) this.#kept.delete(name);
    return [...this.#kept.values()].map(({ entry, writtenAtMs, expiresAtMs }) => ({
      entry,
      ageMs: nowMs - writtenAtMs,
      leftMs: expiresAtMs - nowMs,
    }));
  }
}

export function nameOf({ topic, key }: Named): string {
  return `${topic} ${key}`;
}
