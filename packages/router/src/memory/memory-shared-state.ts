import type { Clock } from '@naru/kernel';
import type { SharedChange, SharedEntry, SharedState } from '../ports/shared-state.ts';

interface Kept {
  readonly entry: SharedEntry;
  readonly writtenAtMs: number;
  readonly expiresAtMs: number;
}

/** The reference `SharedState`: for tests, and for several routers in one process. Give the same one to each. */
export function createMemorySharedState(clock: Clock): SharedState {
  const kept = new Map<string, Kept>();
  const leases = new Map<string, { readonly holder: string; readonly expiresAtMs: number }>();
  const listeners = new Set<(change: SharedChange) => void>();

  function tell(change: SharedChange): void {
    for (const listener of listeners) listener(change);
  }

  return {
    async put(entry, ttlMs) {
      const nowMs = clock.monotonicMs();
      kept.set(nameOf(entry), { entry, writtenAtMs: nowMs, expiresAtMs: nowMs + ttlMs });
      tell({ ...entry, ageMs: 0 });
    },
    async remove({ topic, key, origin }) {
      if (kept.delete(nameOf({ topic, key }))) tell({ topic, key, origin, ageMs: 0 });
    },
    async entries(topic) {
      const nowMs = clock.monotonicMs();
      for (const [name, { expiresAtMs }] of kept) if (expiresAtMs <= nowMs) kept.delete(name);
      return [...kept.values()]
        .filter(({ entry }) => entry.topic === topic)
        .map(({ entry, writtenAtMs }) => ({ ...entry, ageMs: nowMs - writtenAtMs }));
    },
    listen(listener) {
      // A function of its own, so that one that listens twice is told twice and ends each by itself.
      const own = (change: SharedChange): void => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    async acquire(lease, holder, ttlMs) {
      const nowMs = clock.monotonicMs();
      const current = leases.get(lease);
      if (current && current.holder !== holder && current.expiresAtMs > nowMs) return false;
      leases.set(lease, { holder, expiresAtMs: nowMs + ttlMs });
      return true;
    },
    async release(lease, holder) {
      if (leases.get(lease)?.holder === holder) leases.delete(lease);
    },
  };
}

function nameOf({ topic, key }: Pick<SharedEntry, 'topic' | 'key'>): string {
  return `${topic} ${key}`;
}
