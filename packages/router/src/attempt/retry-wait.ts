import type { Random } from '@naru/kernel';

/** A provider that wants to be left alone for longer is left alone: somebody else answers meanwhile. */
const MAX_STATED_WAIT_MS = 2_500;

export interface RetryWaitQuestion {
  /** What the provider asked for. */
  readonly statedMs: number | undefined;
  readonly backoffMs: number;
  readonly turnWaitLeftMs: number;
}

/** How long to wait before asking the same provider again; `undefined` when that is longer than it is worth. */
export function retryWaitMs(
  { statedMs, backoffMs, turnWaitLeftMs }: RetryWaitQuestion,
  random: Random,
): number | undefined {
  if (statedMs !== undefined && statedMs > MAX_STATED_WAIT_MS) return undefined;
  // A stated wait gets a jitter too, or all who were refused together come back together.
  const waitMs = Math.max(backoffMs, (statedMs ?? 0) * (1 + random() * 0.1));
  return waitMs < turnWaitLeftMs ? waitMs : undefined;
}
