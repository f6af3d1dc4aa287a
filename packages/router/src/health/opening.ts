import { hash32, shareOf } from '../decision/hash32.ts';
import { MAX_RETRY_AFTER_MS } from './cooling.ts';
import type { Openings } from './health.ts';
import type { HealthSettings } from './health-settings.ts';

const GROWTH = 1.6;
const JITTER = 0.3;
const FORGETS_ONE_PER_MS = 60_000;
const FLIP_WINDOW_MS = 600_000;
const QUARANTINE_FLIPS = 3;
/** Beyond this the period has long been at its cap. */
const MAX_COUNT = 20;

export interface OpeningQuestion {
  readonly nowMs: number;
  readonly openings: Openings;
  /** Whether the circuit opens from being in use, not from a probe that failed. */
  readonly isFlip: boolean;
  /** It stays open at least as long. */
  readonly leastMs: number;
  readonly retryAfterMs: number | undefined;
  /** What relapses have made of the cooling, where that is more than the setting; it holds for an open circuit, too. */
  readonly grownCoolingMs: number | undefined;
  readonly jitterSeed: number;
  readonly generation: number;
}

/**
 * How long a circuit stays open, and what it takes to close it: short at first, longer each time it opens again, one
 * step forgotten for each minute closed; a provider that keeps falling is kept apart for longer and must show more.
 */
export function opening(
  { nowMs, openings, isFlip, leastMs, retryAfterMs, grownCoolingMs, jitterSeed, generation }: OpeningQuestion,
  { breaker }: HealthSettings,
): { readonly untilMs: number; readonly probesNeeded: number; readonly openings: Openings } {
  const recent = openings.flipsAtMs.filter(flipAtMs => nowMs - flipAtMs < FLIP_WINDOW_MS);
  const flipsAtMs = isFlip ? [...recent, nowMs] : recent;
  const count = Math.min(MAX_COUNT, countLeft(openings, nowMs) + 1);
  const isQuarantined = flipsAtMs.length >= QUARANTINE_FLIPS;
  const jitter = 1 - JITTER / 2 + JITTER * shareOf(hash32(String(jitterSeed)), hash32(String(generation)));
  const grownMs = Math.min(breaker.openMaxMs, breaker.openMs * GROWTH ** (count - 1)) * jitter;
  const ownMs = isQuarantined ? breaker.quarantineMs : grownMs;
  const askedMs = Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  return {
    untilMs: nowMs + Math.max(ownMs, leastMs, askedMs, grownCoolingMs ?? 0),
    probesNeeded: breaker.probeSuccesses * (isQuarantined || grownCoolingMs !== undefined ? 2 : 1),
    openings: { count, closedSinceMs: undefined, flipsAtMs },
  };
}

function countLeft({ count, closedSinceMs }: Openings, nowMs: number): number {
  if (closedSinceMs === undefined) return count;
  return Math.max(0, count - Math.floor((nowMs - closedSinceMs) / FORGETS_ONE_PER_MS));
}
