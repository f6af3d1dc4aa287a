import { ACCOUNT_BROKEN_MS, isAccountBroken } from './account-rule.ts';
import { admit, isHeld } from './admit.ts';
import { coolingAfterFailure } from './cooling.ts';
import { CLOSED, type Health, type OpenCause } from './health.ts';
import { enter, stay, type HealthEvent, type HealthStep } from './health-event.ts';
import { healthAsTold } from './health-notice.ts';
import type { HealthSettings } from './health-settings.ts';
import { opening } from './opening.ts';
import { firstStep, nextStep } from './ramp.ts';
import { countsAt, EMPTY_WINDOW, recordCall } from './rolling-window.ts';
import {
  afterFailures as steadinessAfterFailures,
  afterSuccess as steadierAfterSuccess,
  isSteady,
} from './steadiness.ts';
import { trips } from './trip-rule.ts';

type FailedEvent = Extract<HealthEvent, { type: 'failed' }>;

/** Missing where nobody counts turns: enough of them for a ramp. */
const MANY_TURNS = Infinity;
/** Successes after a cooling until a provider that is not steady is trusted as before. */
const TO_PROVE = 10;
/** For how many failures a timeout stands when a provider is to be trusted again at once. */
const TIMEOUT_WEIGHT = 2;
/** Failures in a row after which even a steady provider is seen again only at the end of its cooling. */
const MAX_SEEN_SOON = 2;

/**
 * The health of one provider after an event: `closed → cooling → open → half_open → ramping → closed`. Pure, without
 * timers: what time alone brings about happens at the next event, and `healthAt` says it before.
 */
export function reduceHealth(before: Health, event: HealthEvent, settings: HealthSettings): HealthStep {
  const { health, effects } = inTime(before, event.nowMs, settings);
  const step = afterEvent(health, event, settings);
  return effects.length === 0 ? step : { ...step, effects: [...effects, ...step.effects] };
}

/** How things stand at an instant, if nothing happens until then. */
export function healthAt(health: Health, nowMs: number, settings: HealthSettings): Health {
  return inTime(health, nowMs, settings).health;
}

function afterEvent(health: Health, event: HealthEvent, settings: HealthSettings): HealthStep {
  switch (event.type) {
    case 'admitted':
      return admit(health, settings.breaker.enabled ? event : { ...event, bypass: true });
    case 'told':
      return afterNotice(health, event);
    case 'looked-at':
      return stay(health);
    case 'answering':
      return afterFirstContent(health, event);
    case 'succeeded':
    case 'failed':
    case 'abandoned':
      return event.generation === health.generation ? afterOutcome(health, event, settings) : stay(health);
  }
}

function afterFirstContent(
  health: Health,
  { nowMs, generation, lease, leaseMs, recentTurns = MANY_TURNS }: Extract<HealthEvent, { type: 'answering' }>,
): HealthStep {
  const { name } = health.state;
  // What is asked of a provider on trial is that it breaks its silence; a probe has to come to its end.
  const answering = withLease(health, lease, name === 'half_open' ? nowMs + leaseMs : undefined);
  if (generation !== health.generation || name === 'half_open' || name === 'open') return stay(answering);
  // Failures are known at once and successes at the end of an answer. Counted there, a crowd of long answers would
  // show nothing but its failures for the first seconds, and open a circuit that is sound.
  const counted: Health = {
    ...answering,
    consecutiveFailures: 0,
    streak: 0,
    accountFailures: 0,
    steadiness: steadierAfterSuccess(health.steadiness),
    window: recordCall(health.window, nowMs, false),
  };
  const { state } = counted;
  return state.name === 'ramping' ? enter(counted, nextStep(state, recentTurns)) : stay(counted);
}

function afterOutcome(
  health: Health,
  event: Extract<HealthEvent, { type: 'succeeded' | 'failed' | 'abandoned' }>,
  settings: HealthSettings,
): HealthStep {
  const free = withLease(health, event.lease, undefined);
  switch (event.type) {
    case 'succeeded':
      return afterSuccess(free, event);
    case 'failed':
      return afterFailure(free, event, settings);
    case 'abandoned':
      return stay(free);
  }
}

/** What comes about by time alone: an open circuit may be probed, and a probe that does not end has failed. */
function inTime(health: Health, nowMs: number, settings: HealthSettings): HealthStep {
  const { state } = health;
  let step: HealthStep;
  if (state.name === 'open' && nowMs >= state.untilMs) {
    const { untilMs: sinceMs, probesNeeded } = state;
    step = enter(health, { name: 'half_open', sinceMs, probesNeeded, successes: 0, lease: undefined });
  } else if (state.name === 'half_open' && state.lease && !isHeld(state.lease, nowMs)) {
    const failed = { ...health, consecutiveFailures: health.consecutiveFailures + 1, streak: health.streak + 1 };
    step = open(failed, { nowMs: state.lease.expiresAtMs, retryAfterMs: undefined, cause: 'failures' }, settings);
  } else {
    return stay(health);
  }
  const next = inTime(step.health, nowMs, settings);
  return { health: next.health, effects: [...step.effects, ...next.effects] };
}

function afterSuccess(
  health: Health,
  { nowMs, recentTurns = MANY_TURNS, wasAnswering = false }: Extract<HealthEvent, { type: 'succeeded' }>,
): HealthStep {
  const { lastCooling, state } = health;
  const isCounted = wasAnswering && state.name !== 'half_open' && state.name !== 'open';
  const recovered: Health = {
    ...health,
    consecutiveFailures: 0,
    streak: 0,
    accountFailures: 0,
    steadiness: isCounted ? health.steadiness : steadierAfterSuccess(health.steadiness),
    lastOutcomeAtMs: nowMs,
    window: isCounted ? health.window : recordCall(health.window, nowMs, false),
    // A success within the cooling ends it now; one after it only says that the next failure is a relapse.
    lastCooling: lastCooling && {
      ...lastCooling,
      endedAtMs: Math.min(lastCooling.endedAtMs, nowMs),
      recovered: true,
    },
  };
  switch (state.name) {
    case 'closed':
      return stay(
        state.provingLeft > 0 ? { ...recovered, state: { ...state, provingLeft: state.provingLeft - 1 } } : recovered,
      );
    case 'cooling':
      return enter(recovered, { ...CLOSED, provingLeft: isSteady(recovered.steadiness) ? 0 : TO_PROVE });
    case 'open': {
      // Who was forced has shown what a probe would.
      const { probesNeeded } = state;
      const halfOpen = { name: 'half_open', sinceMs: nowMs, probesNeeded, successes: 1, lease: undefined } as const;
      return probesNeeded <= 1 ? closed(recovered, nowMs, recentTurns) : enter(recovered, halfOpen);
    }
    case 'half_open': {
      const successes = state.successes + 1;
      if (successes >= state.probesNeeded) return closed(recovered, nowMs, recentTurns);
      return enter(recovered, { ...state, sinceMs: nowMs, successes });
    }
    case 'ramping':
      return isCounted ? stay(recovered) : enter(recovered, nextStep(state, recentTurns));
  }
}

function closed(health: Health, nowMs: number, recentTurns: number): HealthStep {
  const openings = { ...health.openings, closedSinceMs: nowMs };
  // What was counted while it was down says nothing about it as it is now.
  return enter({ ...health, openings, window: EMPTY_WINDOW }, firstStep(recentTurns));
}

function afterFailure(health: Health, event: FailedEvent, settings: HealthSettings): HealthStep {
  const {
    nowMs,
    retryAfterMs,
    throttled = false,
    account = false,
    isProbe = false,
    timedOut = false,
    overdue = 0,
  } = event;
  const { state } = health;
  const failed: Health = {
    ...health,
    consecutiveFailures: health.consecutiveFailures + 1,
    streak: health.streak + (throttled || account ? 0 : 1),
    accountFailures: account ? health.accountFailures + 1 : 0,
    // Who is overdue is as good as failed, and will be of an older generation when it is known.
    steadiness: steadinessAfterFailures(health.steadiness, (timedOut ? TIMEOUT_WEIGHT : 1) + overdue),
    lastOutcomeAtMs: nowMs,
    window: account ? health.window : recordCall(health.window, nowMs, true),
  };
  // A forced attempt at an open circuit tells nothing new.
  if (state.name === 'open') return stay(failed);
  const cause = isAccountBroken(failed.accountFailures) ? 'account' : 'failures';
  if (settings.breaker.enabled && mustOpen(failed, isProbe, nowMs, settings))
    return open(failed, { nowMs, retryAfterMs, cause }, settings);
  if (settings.cooldownMs === 0) return stay(failed);
  const isOneOfFew = failed.consecutiveFailures <= MAX_SEEN_SOON && isSteady(failed.steadiness);
  const seeSoon = account || (!throttled && isOneOfFew);
  return cool(failed, event, seeSoon, settings);
}

/**
 * Whether the last failure was one too many: of a provider that is being tried, the first. One that is kept apart for
 * its relapses cools on when a probe of it fails: it is known to half work, and opening would only have it come back by
 * a ramp, which moves the head of the chain with every turn.
 */
function mustOpen(
  { state, streak, window, accountFailures }: Health,
  isProbe: boolean,
  nowMs: number,
  { cooldownMs }: HealthSettings,
): boolean {
  if (isAccountBroken(accountFailures)) return true;
  if (state.name !== 'closed' && state.name !== 'cooling') return true;
  const isKeptApart = isProbe && state.name === 'cooling' && state.lengthMs > cooldownMs;
  return !isKeptApart && accountFailures === 0 && trips(streak, countsAt(window, nowMs));
}

function cool(
  health: Health,
  { nowMs, retryAfterMs }: FailedEvent,
  seeSoon: boolean,
  { cooldownMs }: HealthSettings,
): HealthStep {
  const { state, lastCooling: last } = health;
  const times = coolingAfterFailure({ nowMs, cooldownMs, retryAfterMs, last, seeSoon });
  const { lengthMs, untilMs } = times;
  // What it asked for before still holds when it now asks for less.
  const laterMs = state.name === 'cooling' ? Math.max(untilMs, state.untilMs) : untilMs;
  const probeFromMs = times.probeFromMs + laterMs - untilMs;
  const lease = state.name === 'cooling' ? state.lease : undefined;
  const cooling: Health = { ...health, lastCooling: { lengthMs, endedAtMs: laterMs, recovered: false } };
  return enter(cooling, { name: 'cooling', untilMs: laterMs, lengthMs, probeFromMs, lease });
}

function open(
  health: Health,
  { nowMs, retryAfterMs, cause }: Pick<FailedEvent, 'nowMs' | 'retryAfterMs'> & { readonly cause: OpenCause },
  settings: HealthSettings,
): HealthStep {
  const { cooldownMs } = settings;
  const { state, jitterSeed, generation, lastCooling: last } = health;
  const { lengthMs } = coolingAfterFailure({ nowMs, cooldownMs, retryAfterMs, last, seeSoon: false });
  const { untilMs, probesNeeded, openings } = opening(
    {
      nowMs,
      openings: health.openings,
      isFlip: cause === 'failures' && (state.name === 'closed' || state.name === 'cooling'),
      leastMs: cause === 'account' ? ACCOUNT_BROKEN_MS : 0,
      retryAfterMs,
      grownCoolingMs: lengthMs > cooldownMs ? lengthMs : undefined,
      jitterSeed,
      generation,
    },
    settings,
  );
  const lastCooling = cooldownMs === 0 ? last : { lengthMs, endedAtMs: untilMs, recovered: false };
  return enter({ ...health, openings, lastCooling }, { name: 'open', untilMs, probesNeeded, cause });
}

function afterNotice(health: Health, { notice, nowMs }: Extract<HealthEvent, { type: 'told' }>): HealthStep {
  const from = health.state.name;
  const told = healthAsTold(health, notice, nowMs);
  return { health: told, effects: from === notice.state ? [] : [{ type: 'state-changed', from, to: notice.state }] };
}

/** The same with another end of that lease; a lease that is not the one given out now stays as it is. */
function withLease(health: Health, id: number | undefined, expiresAtMs: number | undefined): Health {
  const { state } = health;
  if (!('lease' in state) || id === undefined || state.lease?.id !== id) return health;
  return { ...health, state: { ...state, lease: expiresAtMs === undefined ? undefined : { id, expiresAtMs } } };
}
