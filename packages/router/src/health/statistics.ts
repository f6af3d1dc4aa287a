import type { OutcomeClass, QuotaSignal } from '@naru/language-model';
import { blamesProvider } from './blame.ts';
import type { HealthEffect } from './health-event.ts';
import { nextAverageMs } from './latency-average.ts';
import { NO_OUTCOMES, recordOutcome, type SuccessRatio } from './success-ratio.ts';

/** What is counted of one provider besides its state: for the score, the gauges and whoever reads an explanation. */
export interface Statistics {
  readonly ratio: SuccessRatio;
  /** Averages; a wait that ended by its deadline counts with that deadline. Missing before the first one. */
  readonly latencyMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  /** What the provider last said of its limits. */
  readonly quota: (QuotaSignal & { readonly atMs: number }) | undefined;
  /** When it last said that it is asked too much, and how long it wanted to be left alone. */
  readonly throttled: { readonly atMs: number; readonly retryAfterMs: number | undefined } | undefined;
}

/** How an attempt ended, as far as health looks at it. */
export interface AttemptEnd {
  readonly outcome: OutcomeClass;
  readonly retryAfterMs?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly firstTokenMs?: number | undefined;
  readonly quota?: QuotaSignal | undefined;
}

export const NOTHING_COUNTED: Statistics = {
  ratio: NO_OUTCOMES,
  latencyMs: undefined,
  firstTokenMs: undefined,
  quota: undefined,
  throttled: undefined,
};

/**
 * A `sample` stands for how the provider does in use. The `trial` of a circuit that is not closed shows in the ratio,
 * but the score cannot rest on it; the probe of a provider that cools says `nothing` of turns.
 */
export type CountedAs = 'sample' | 'trial' | 'nothing';

export function afterAttempt(counted: Statistics, end: AttemptEnd, nowMs: number, countedAs: CountedAs): Statistics {
  const { outcome, quota, retryAfterMs } = end;
  const told: Statistics = {
    ...counted,
    ...(quota && { quota: { ...quota, atMs: nowMs } }),
    ...(outcome === 'rate_limited' && { throttled: { atMs: nowMs, retryAfterMs } }),
  };
  if (outcome !== 'ok' && !blamesProvider(outcome)) return told;
  if (countedAs === 'nothing') return told;
  const ratio = recordOutcome(told.ratio, nowMs, outcome === 'ok');
  return {
    ...told,
    ratio: countedAs === 'sample' ? ratio : { ...ratio, buckets: told.ratio.buckets },
    ...latencies(counted, end),
  };
}

/**
 * While a circuit is open, it speaks for the provider, and the score has nothing to stand on: the provider keeps its
 * place, so that turns can probe it. Once it has closed, counting begins anew.
 */
export function afterTransition(counted: Statistics, { from, to }: HealthEffect): Statistics {
  if (to === 'open') return { ...counted, ratio: { ...counted.ratio, buckets: [] } };
  const hasClosed = (from === 'half_open' || from === 'open') && (to === 'closed' || to === 'ramping');
  return hasClosed ? { ...counted, ratio: NO_OUTCOMES } : counted;
}

function latencies(
  { latencyMs, firstTokenMs }: Statistics,
  { outcome, durationMs, firstTokenMs: ownFirstTokenMs }: AttemptEnd,
): Pick<Statistics, 'latencyMs' | 'firstTokenMs'> {
  const isTimeout = outcome.startsWith('timeout_');
  if (durationMs === undefined || (outcome !== 'ok' && !isTimeout)) return { latencyMs, firstTokenMs };
  // Who never said a word has been waited for up to the deadline at least.
  const waitedMs = ownFirstTokenMs ?? (isTimeout ? durationMs : undefined);
  return {
    latencyMs: nextAverageMs(latencyMs, durationMs),
    firstTokenMs: waitedMs === undefined ? firstTokenMs : nextAverageMs(firstTokenMs, waitedMs),
  };
}
