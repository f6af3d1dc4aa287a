import type { AuditRecord } from '../overrides/audit-record.ts';
import type { Override } from '../overrides/override.ts';
import type { OverrideStore } from '../ports/override-store.ts';

/** The reference `OverrideStore`: for tests, and for running without a database. */
export function createMemoryOverrideStore(): OverrideStore {
  const overrides = new Map<string, Override | 'ended'>();
  const audit = new Map<string, AuditRecord>();
  return {
    async apply({ made, endedIds, audit: records }) {
      for (const override of made) overrides.getOrInsert(override.id, override);
      for (const id of endedIds) overrides.set(id, 'ended');
      for (const record of records) audit.getOrInsert(record.id, record);
    },

    async list() {
      return [...overrides.values()]
        .filter(override => override !== 'ended')
        .toSorted((one, other) => one.createdAtMs - other.createdAtMs);
    },

    async audit({ beforeMs, beforeId, limit }) {
      return [...audit.values()]
        .filter(({ atMs, id }) => atMs < beforeMs || (atMs === beforeMs && beforeId !== undefined && id < beforeId))
        .toSorted((one, other) => other.atMs - one.atMs || (one.id < other.id ? 1 : -1))
        .slice(0, limit);
    },
  };
}
