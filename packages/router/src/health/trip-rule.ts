import type { WindowCounts } from './rolling-window.ts';

const STREAK = 5;
const SHORT_STREAK = 3;
const SHORT_STREAK_RATIO = 0.8;
const MIN_CALLS = 5;
const RATIO = 0.5;

/**
 * Whether a circuit opens after a failure: by failures in a row, which work at any traffic, or by the share of
 * successes in the window.
 *
 * @param streak failures in a row, throttling apart: being told to slow down counts in the share only
 */
export function trips(streak: number, { calls, failures }: WindowCounts): boolean {
  if (streak >= STREAK) return true;
  if (calls === 0) return false;
  const successRatio = (calls - failures) / calls;
  return (streak >= SHORT_STREAK && successRatio < SHORT_STREAK_RATIO) || (calls >= MIN_CALLS && successRatio < RATIO);
}
