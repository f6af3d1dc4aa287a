/** Weight of the newest outcome. */
const WEIGHT = 0.04;
/** At least this much is steady: about one failure in twenty, and no more than three close together. */
const STEADY = 0.85;

/** Nothing is known yet; thirteen answers in a row make it steady. */
export const UNKNOWN_STEADINESS = 0.75;

/**
 * The share of attempts that went well, the newer the heavier, counted in attempts and not in time: what tells a sound
 * provider with an error now and then from one that half works, at any traffic.
 */
export function afterSuccess(steadiness: number): number {
  return steadiness + WEIGHT * (1 - steadiness);
}

/** @param failures how many went wrong */
export function afterFailures(steadiness: number, failures: number): number {
  return steadiness * (1 - WEIGHT) ** failures;
}

export function isSteady(steadiness: number): boolean {
  return steadiness >= STEADY;
}
