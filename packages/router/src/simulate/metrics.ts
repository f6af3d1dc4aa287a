import type { Tally } from './tally.ts';

/** One figure of a result, with what it means. */
export interface MetricMeaning {
  readonly name: string;
  readonly unit: 'percent' | 'ms' | 'seconds' | 'count' | 'currency' | 'ratio';
}

/** Of a whole result, in the order of a report. */
export const METRICS: readonly MetricMeaning[] = [
  { name: 'availability', unit: 'percent' },
  { name: 'requests', unit: 'count' },
  { name: 'failed', unit: 'count' },
  { name: 'interrupted', unit: 'count' },
  { name: 'refused', unit: 'count' },
  { name: 'first_token_p50_ms', unit: 'ms' },
  { name: 'first_token_p95_ms', unit: 'ms' },
  { name: 'first_token_p99_ms', unit: 'ms' },
  { name: 'cost', unit: 'currency' },
  { name: 'cost_per_1000', unit: 'currency' },
  { name: 'attempts', unit: 'count' },
  { name: 'attempts_per_request', unit: 'ratio' },
  { name: 'failovers', unit: 'count' },
  { name: 'first_attempt_failed', unit: 'percent' },
  { name: 'head_changes', unit: 'count' },
  { name: 'flips', unit: 'count' },
  { name: 'probes', unit: 'count' },
  { name: 'quality', unit: 'ratio' },
  { name: 'back_on_primary_sec', unit: 'seconds' },
  { name: 'outage_attempts_primary', unit: 'count' },
  { name: 'canary_aborted_sec', unit: 'seconds' },
];

/** Of one provider: the name, a dot and the alias. */
export const PROVIDER_METRICS: readonly MetricMeaning[] = [
  { name: 'share', unit: 'percent' },
  { name: 'attempts', unit: 'count' },
  { name: 'probes', unit: 'count' },
  { name: 'flips', unit: 'count' },
  { name: 'back_on_sec', unit: 'seconds' },
  { name: 'never_back', unit: 'count' },
  { name: 'outage_attempts', unit: 'count' },
];

/**
 * The figures of one policy by name. What did not happen has -1 second: a canary that was not ended, a provider that was
 * never out. A primary that stayed away after an outage has `back_on_primary_sec` `Infinity`.
 *
 * @param quality what the answers were really worth, on average
 */
export function metricsOf(tally: Tally, primary: string | undefined, quality: number): ReadonlyMap<string, number> {
  const { turns, answered, attempts, micros, providers } = tally;
  const [p50 = 0, p95 = 0, p99 = 0] = tally.firstTokens.percentiles([0.5, 0.95, 0.99]);
  const cost = micros / 1_000_000;
  const metrics = new Map<string, number>([
    ['availability', percent(answered, turns)],
    ['requests', turns],
    ['failed', tally.failed],
    ['interrupted', tally.interrupted],
    ['refused', tally.refused],
    ['first_token_p50_ms', p50],
    ['first_token_p95_ms', p95],
    ['first_token_p99_ms', p99],
    ['cost', cost],
    ['cost_per_1000', turns === 0 ? 0 : (cost / turns) * 1_000],
    ['attempts', attempts],
    ['attempts_per_request', turns === 0 ? 0 : attempts / turns],
    ['failovers', tally.failedOver],
    ['first_attempt_failed', percent(tally.firstFailed, turns)],
    ['head_changes', tally.headChanges],
    ['flips', providers.reduce((sum, { flips }) => sum + flips, 0)],
    ['probes', providers.reduce((sum, { probes }) => sum + probes, 0)],
    ['quality', quality],
    ['canary_aborted_sec', (tally.canaryAbortedAtMs ?? -1_000) / 1_000],
  ]);
  for (const provider of providers) {
    const { alias } = provider;
    const { backMs = -1_000, neverBack, attempts: outageAttempts } = provider.outages.findings();
    const backSec = neverBack > 0 ? Infinity : backMs / 1_000;
    metrics.set(`share.${alias}`, percent(provider.answered, answered));
    metrics.set(`attempts.${alias}`, provider.attempts);
    metrics.set(`probes.${alias}`, provider.probes);
    metrics.set(`flips.${alias}`, provider.flips);
    metrics.set(`back_on_sec.${alias}`, backMs / 1_000);
    metrics.set(`never_back.${alias}`, neverBack);
    metrics.set(`outage_attempts.${alias}`, outageAttempts);
    if (alias !== primary) continue;
    metrics.set('back_on_primary_sec', backSec);
    metrics.set('outage_attempts_primary', outageAttempts);
  }
  return metrics;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (part / whole) * 100;
}
