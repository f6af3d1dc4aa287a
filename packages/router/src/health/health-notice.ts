import type { CoolingMemory } from './cooling.ts';
import { CLOSED, type Health, type HealthState } from './health.ts';

/**
 * What one instance tells the others about a provider. Times are told as ages and as what is left: the clocks of two
 * instances have nothing in common.
 */
export interface HealthNotice {
  readonly state: HealthState['name'];
  /** Of `cooling` and `open`. */
  readonly leftMs: number;
  readonly lengthMs: number;
  readonly probesNeeded: number;
  readonly share: number;
  /** Whether it is open because our account there is broken; missing from an instance that does not know. */
  readonly account?: boolean;
  readonly consecutiveFailures: number;
  readonly streak: number;
  readonly openings: number;
  readonly closedForMs: number | undefined;
  readonly flipAgesMs: readonly number[];
  readonly lastCooling:
    { readonly lengthMs: number; readonly endedAgoMs: number; readonly recovered: boolean } | undefined;
}

export function noticeOf(health: Health, nowMs: number): HealthNotice {
  const { state, consecutiveFailures, streak, openings, lastCooling } = health;
  const { closedSinceMs } = openings;
  return {
    state: state.name,
    leftMs: 'untilMs' in state ? Math.max(0, state.untilMs - nowMs) : 0,
    lengthMs: 'lengthMs' in state ? state.lengthMs : 0,
    probesNeeded: 'probesNeeded' in state ? state.probesNeeded : 0,
    share: state.name === 'ramping' ? state.share : 1,
    ...(state.name === 'open' && state.cause === 'account' && { account: true }),
    consecutiveFailures,
    streak,
    openings: openings.count,
    closedForMs: closedSinceMs === undefined ? undefined : nowMs - closedSinceMs,
    flipAgesMs: openings.flipsAtMs.map(flipAtMs => nowMs - flipAtMs),
    lastCooling: lastCooling && {
      lengthMs: lastCooling.lengthMs,
      endedAgoMs: nowMs - lastCooling.endedAtMs,
      recovered: lastCooling.recovered,
    },
  };
}

/** The health that a notice speaks of, by this instance's clock. What was counted here stays. */
export function healthAsTold(health: Health, notice: HealthNotice, nowMs: number): Health {
  const { closedForMs, lastCooling: cooling } = notice;
  const lastCooling: CoolingMemory | undefined = cooling && {
    lengthMs: cooling.lengthMs,
    endedAtMs: nowMs - cooling.endedAgoMs,
    recovered: cooling.recovered,
  };
  return {
    ...health,
    state: stateAsTold(notice, nowMs),
    generation: health.generation + 1,
    consecutiveFailures: notice.consecutiveFailures,
    streak: notice.streak,
    lastOutcomeAtMs: nowMs,
    lastCooling,
    openings: {
      count: notice.openings,
      closedSinceMs: closedForMs === undefined ? undefined : nowMs - closedForMs,
      flipsAtMs: notice.flipAgesMs.map(ageMs => nowMs - ageMs),
    },
  };
}

function stateAsTold(
  { state, leftMs, lengthMs, probesNeeded, share, account }: HealthNotice,
  nowMs: number,
): HealthState {
  switch (state) {
    case 'closed':
      return CLOSED;
    case 'cooling':
      return { name: 'cooling', untilMs: nowMs + leftMs, lengthMs, probeFromMs: nowMs + leftMs, lease: undefined };
    case 'open':
      return { name: 'open', untilMs: nowMs + leftMs, probesNeeded, cause: account === true ? 'account' : 'failures' };
    case 'half_open':
      return { name: 'half_open', sinceMs: nowMs, probesNeeded, successes: 0, lease: undefined };
    case 'ramping':
      return { name: 'ramping', share, successes: 0 };
  }
}
