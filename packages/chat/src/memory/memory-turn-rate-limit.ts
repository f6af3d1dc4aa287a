import type { Clock } from '@naru/kernel';
import type { TurnRateLimit } from '../ports/turn-rate-limit.ts';

const WINDOW_MS = 60_000;
const MAX_OWNERS = 50_000;

export interface MemoryTurnRateLimitOptions {
  readonly turnsPerMinute: number;
  readonly clock: Clock;
}

/**
 * A sliding window in this process: never more than `turnsPerMinute` turns in any 60 seconds. A refused turn is
 * not counted. Beyond 50,000 owners the one that asked longest ago is forgotten.
 *
 * @throws {RangeError} when `turnsPerMinute` is not a positive integer
 */
export function createMemoryTurnRateLimit({ turnsPerMinute, clock }: MemoryTurnRateLimitOptions): TurnRateLimit {
  if (!Number.isSafeInteger(turnsPerMinute) || turnsPerMinute < 1) {
    throw new RangeError(`turnsPerMinute must be a positive integer, got ${turnsPerMinute}`);
  }
  const begunAtMs = new Map<string, number[]>();

  function forgetIdle(nowMs: number): void {
    for (const [owner, times] of begunAtMs) {
      if (begunAtMs.size <= MAX_OWNERS && (times.at(-1) ?? 0) > nowMs - WINDOW_MS) return;
      begunAtMs.delete(owner);
    }
  }

  return {
    async take(ownerKey) {
      const nowMs = clock.monotonicMs();
      const recent = (begunAtMs.get(ownerKey) ?? []).filter(atMs => atMs > nowMs - WINDOW_MS);
      const oldest = recent[0];
      if (oldest !== undefined && recent.length >= turnsPerMinute) {
        return { kind: 'limited', retryAfterMs: Math.ceil(oldest + WINDOW_MS - nowMs) };
      }
      recent.push(nowMs);
      // Deleted first, so that the map keeps its owners in the order of their last turn.
      begunAtMs.delete(ownerKey);
      begunAtMs.set(ownerKey, recent);
      forgetIdle(nowMs);
      return { kind: 'allowed' };
    },
  };
}
