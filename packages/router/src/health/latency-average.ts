/** Weight of the newest sample. */
const WEIGHT = 0.1;

/**
 * An exponentially weighted average. A wait that a deadline ended is recorded with that deadline: left out, a
 * provider would look the quicker the more often it never answers.
 *
 * @param averageMs missing before the first sample
 */
export function nextAverageMs(averageMs: number | undefined, sampleMs: number): number {
  return averageMs === undefined ? sampleMs : averageMs + WEIGHT * (sampleMs - averageMs);
}
