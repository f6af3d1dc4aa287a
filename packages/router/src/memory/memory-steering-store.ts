import type { CanaryEnd, QualityOfDay, SteeringStore } from '../ports/steering-store.ts';

/** The reference `SteeringStore`: for tests, and for running without a database. */
export function createMemorySteeringStore(): SteeringStore {
  const days = new Map<string, QualityOfDay>();
  const ends = new Map<string, CanaryEnd>();
  return {
    async addQuality(heard) {
      for (const one of heard) {
        const name = JSON.stringify([one.provider, one.intent, one.kind, one.day]);
        const known = days.get(name);
        days.set(name, {
          ...one,
          sum: one.sum + (known?.sum ?? 0),
          count: one.count + (known?.count ?? 0),
          lastAtMs: Math.max(one.lastAtMs, known?.lastAtMs ?? one.lastAtMs),
        });
      }
    },

    async quality(sinceDay) {
      return [...days.values()].filter(({ day }) => day >= sinceDay);
    },

    async addCanaryEnd(end) {
      ends.getOrInsert(end.key, end);
    },

    async canaryEnds(sinceMs) {
      return [...ends.values()].filter(({ atMs }) => atMs >= sinceMs);
    },

    async forgetBefore(day, endedMs) {
      for (const [name, one] of days) if (one.day < day) days.delete(name);
      for (const [key, { atMs }] of ends) if (atMs < endedMs) ends.delete(key);
    },
  };
}
