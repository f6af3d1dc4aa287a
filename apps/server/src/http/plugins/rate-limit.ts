import { RequestProblem } from '../errors/problem.ts';
import type { SlidingLimit } from './sliding-limit.ts';

/** @throws {RequestProblem} `rate_limited` when the key has used up its minute */
export function takeFrom(limit: SlidingLimit, key: string): void {
  const verdict = limit.take(key);
  if (verdict.kind === 'wait') throw new RequestProblem('rate_limited', { retryAfterMs: verdict.retryAfterMs });
}
