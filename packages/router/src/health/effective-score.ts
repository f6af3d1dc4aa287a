import type { ScoreSettings } from './health-settings.ts';

/** What failures in a row take off the score, so that a provider that just broke falls faster than its ratio. */
export function streakPenalty(
  consecutiveFailures: number,
  { streakPenaltyStep, streakPenaltyMax }: ScoreSettings,
): number {
  return Math.min(consecutiveFailures * streakPenaltyStep, streakPenaltyMax);
}

/** R-HLT-2: between 0 and 1. */
export function effectiveScore(ratio: number, penalty: number): number {
  return Math.max(0, ratio - penalty);
}
