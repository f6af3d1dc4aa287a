import { CLOSED, type HealthState } from './health.ts';

const FIRST_SHARE = 0.25;
const SUCCESSES_FOR_NEXT = 5;
/** Below this many turns in 30 s a ramp would only delay. */
const MIN_RECENT_TURNS = 30;

/** Whether there is so little traffic that a provider gets its whole share at once. */
export function isQuiet(recentTurns: number): boolean {
  return recentTurns < MIN_RECENT_TURNS;
}

/** The state after the probes: a quarter of the traffic first, or all of it where there is little. */
export function firstStep(recentTurns: number): HealthState {
  if (isQuiet(recentTurns)) return CLOSED;
  return { name: 'ramping', share: FIRST_SHARE, successes: 0 };
}

/** The state after one more success: twice the share after five of them, until it is everything. */
export function nextStep(
  { share, successes }: Extract<HealthState, { name: 'ramping' }>,
  recentTurns: number,
): HealthState {
  if (isQuiet(recentTurns)) return CLOSED;
  if (successes + 1 < SUCCESSES_FOR_NEXT) return { name: 'ramping', share, successes: successes + 1 };
  return share * 2 >= 1 ? CLOSED : { name: 'ramping', share: share * 2, successes: 0 };
}
