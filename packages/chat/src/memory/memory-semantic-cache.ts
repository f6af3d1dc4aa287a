import type { Clock } from '@naru/kernel';
import type { CachedAnswer, SemanticCachePort } from '../ports/semantic-cache.ts';
import { ExpiringEntries } from './expiring-entries.ts';

export interface MemorySemanticCacheOptions {
  readonly clock: Clock;
  /** Default one hour. */
  readonly ttlMs?: number;
  readonly maxAnswers?: number;
}

/** The reference `SemanticCachePort`, in this process. */
export function createMemorySemanticCache({
  clock,
  ttlMs = 60 * 60_000,
  maxAnswers = 5_000,
}: MemorySemanticCacheOptions): SemanticCachePort {
  const entries = new ExpiringEntries<CachedAnswer>(clock, ttlMs, maxAnswers);
  return {
    async read(key) {
      return entries.get(key);
    },
    async write(key, answer) {
      entries.set(key, answer);
    },
  };
}
