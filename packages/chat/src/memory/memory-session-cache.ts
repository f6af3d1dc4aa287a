import type { Clock } from '@naru/kernel';
import type { CachedTurns, SessionCachePort } from '../ports/session-cache.ts';
import { ExpiringEntries } from './expiring-entries.ts';

export interface MemorySessionCacheOptions {
  readonly clock: Clock;
  /** Default 30 minutes after the last write. */
  readonly ttlMs?: number;
  readonly maxSessions?: number;
}

/** The reference `SessionCachePort`, in this process. */
export function createMemorySessionCache({
  clock,
  ttlMs = 30 * 60_000,
  maxSessions = 10_000,
}: MemorySessionCacheOptions): SessionCachePort {
  const entries = new ExpiringEntries<CachedTurns>(clock, ttlMs, maxSessions);
  return {
    async read(sessionId) {
      return entries.get(sessionId);
    },
    async write(sessionId, cached) {
      if ((entries.get(sessionId)?.sequence ?? -1) <= cached.sequence) entries.set(sessionId, cached);
    },
    async forget(sessionId) {
      entries.delete(sessionId);
    },
  };
}
