import type { CandidateSignals, HealthSignals } from '../decision/decision.ts';
import { NO_SIGNALS } from '../decision/snapshot.ts';
import { isHeld } from './admit.ts';
import { effectiveScore, streakPenalty } from './effective-score.ts';
import { HEALTHY, type Health } from './health.ts';
import type { HealthSettings } from './health-settings.ts';
import { isQuiet } from './ramp.ts';
import type { Silence } from './silent-attempts.ts';
import { NOTHING_COUNTED, type Statistics } from './statistics.ts';
import { ratioOf, samplesAt } from './success-ratio.ts';

/** What deciding may know of a provider. @param health as it stands at `nowMs` */
export function signalsAt(
  health: Health,
  statistics: Statistics,
  nowMs: number,
  recentTurns: number,
  settings: HealthSettings,
  silence?: Silence,
): CandidateSignals {
  if (!silence && health.generation === HEALTHY.generation && statistics === NOTHING_COUNTED) {
    if (health.lastOutcomeAtMs === undefined) return NO_SIGNALS;
  }
  const { consecutiveFailures, lastOutcomeAtMs } = health;
  return {
    coolingLeftMs: coolingLeftMs(health, nowMs, settings),
    consecutiveFailures,
    ...(lastOutcomeAtMs !== undefined && { lastOutcomeAgeMs: nowMs - lastOutcomeAtMs }),
    ...(silence && { silence }),
    health: healthSignals(health, statistics, nowMs, recentTurns, settings),
  };
}

/**
 * Milliseconds for which the provider still goes last; after a cooling that relapses have made longer, also while it
 * is being probed.
 */
function coolingLeftMs({ state }: Health, nowMs: number, { cooldownMs }: HealthSettings): number {
  if (state.name !== 'cooling') return 0;
  const { untilMs, lengthMs, lease } = state;
  const probedUntilMs = lengthMs > cooldownMs ? (lease?.expiresAtMs ?? 0) : 0;
  return Math.max(0, untilMs - nowMs, probedUntilMs - nowMs);
}

function healthSignals(
  { state, generation, consecutiveFailures }: Health,
  { ratio: counted, latencyMs, firstTokenMs, quota, throttled }: Statistics,
  nowMs: number,
  recentTurns: number,
  { score }: HealthSettings,
): HealthSignals {
  const ratio = ratioOf(counted);
  const penalty = streakPenalty(consecutiveFailures, score);
  return {
    state: state.name,
    generation,
    ...(state.name === 'open' && state.cause === 'account' && { openCause: 'account' as const }),
    openLeftMs: state.name === 'open' ? Math.max(0, state.untilMs - nowMs) : 0,
    probing: 'lease' in state && isHeld(state.lease, nowMs),
    rampShare: state.name === 'ramping' && !isQuiet(recentTurns) ? state.share : 1,
    score: effectiveScore(ratio, penalty),
    ratio,
    penalty,
    samples: samplesAt(counted, nowMs),
    ...(latencyMs !== undefined && { latencyMs }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(quota && { quota: quotaSignals(quota, nowMs) }),
    ...(throttled && {
      throttledAgeMs: nowMs - throttled.atMs,
      retryAfterLeftMs: Math.max(0, throttled.atMs + (throttled.retryAfterMs ?? 0) - nowMs),
    }),
  };
}

function quotaSignals(
  { remainingRequests, remainingTokens, atMs }: NonNullable<Statistics['quota']>,
  nowMs: number,
): NonNullable<HealthSignals['quota']> {
  return {
    ...(remainingRequests !== undefined && { remainingRequests }),
    ...(remainingTokens !== undefined && { remainingTokens }),
    ageMs: nowMs - atMs,
  };
}
