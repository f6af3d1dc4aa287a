import type { Random } from './random.ts';

export interface BackoffLimits {
  /** Upper bound of the wait before the first repeat. */
  readonly firstMs: number;
  /** No wait is longer. */
  readonly maxMs: number;
}

/**
 * A random wait between zero and an exponentially growing bound, so that clients that failed together do
 * not come back together ("full jitter", Marc Brooker, AWS Architecture Blog, 2015).
 *
 * @param repeat 0 for the first repeat
 */
export function fullJitterMs(repeat: number, { firstMs, maxMs }: BackoffLimits, random: Random): number {
  return random() * Math.min(maxMs, firstMs * 2 ** repeat);
}
