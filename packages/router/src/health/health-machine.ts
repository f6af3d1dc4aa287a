import { coolingAfterFailure, type CoolingMemory } from './cooling.ts';

/** How a provider stands. Each state carries only its own facts. */
export type HealthState =
  | { readonly name: 'closed' }
  /** Goes last until then. */
  | { readonly name: 'cooling'; readonly untilMs: number; readonly lengthMs: number };

/** All that is remembered of one provider, model and credential. Times are monotonic milliseconds. */
export interface Health {
  readonly state: HealthState;
  /** Counts the transitions. An outcome that was admitted in an older one changes nothing. */
  readonly generation: number;
  readonly consecutiveFailures: number;
  readonly lastOutcomeAtMs: number | undefined;
  readonly lastCooling: CoolingMemory | undefined;
}

export type HealthEvent =
  /** An attempt is about to be sent. */
  | { readonly type: 'admitted'; readonly nowMs: number }
  | { readonly type: 'succeeded'; readonly nowMs: number; readonly generation: number }
  /** Only what the provider did; see `blamesProvider`. */
  | {
      readonly type: 'failed';
      readonly nowMs: number;
      readonly generation: number;
      readonly retryAfterMs?: number | undefined;
    }
  /** The attempt ended in a way that says nothing about the provider. */
  | { readonly type: 'abandoned'; readonly nowMs: number; readonly generation: number };

export type HealthEffect = {
  readonly type: 'state-changed';
  readonly from: HealthState['name'];
  readonly to: HealthState['name'];
};

export interface HealthSettings {
  /** 0 switches cooling off. */
  readonly cooldownMs: number;
}

export interface HealthStep {
  readonly health: Health;
  readonly effects: readonly HealthEffect[];
}

export const HEALTHY: Health = {
  state: { name: 'closed' },
  generation: 0,
  consecutiveFailures: 0,
  lastOutcomeAtMs: undefined,
  lastCooling: undefined,
};

const NO_EFFECTS: readonly HealthEffect[] = [];

/**
 * The health of one provider after an event: pure, without timers. A cooling that is over ends at the next
 * admission; until then `coolingLeftMs` already says 0.
 */
export function reduceHealth(health: Health, event: HealthEvent, settings: HealthSettings): HealthStep {
  if (event.type === 'admitted') return endCoolingThatIsOver(health, event.nowMs);
  if (event.generation !== health.generation) return { health, effects: NO_EFFECTS };
  switch (event.type) {
    case 'succeeded':
      return afterSuccess(health, event.nowMs);
    case 'failed':
      return afterFailure(health, event, settings);
    case 'abandoned':
      return { health, effects: NO_EFFECTS };
  }
}

/** Milliseconds for which the provider still goes last. */
export function coolingLeftMs({ state }: Health, nowMs: number): number {
  return state.name === 'cooling' ? Math.max(0, state.untilMs - nowMs) : 0;
}

function endCoolingThatIsOver(health: Health, nowMs: number): HealthStep {
  if (health.state.name !== 'cooling' || nowMs < health.state.untilMs) return { health, effects: NO_EFFECTS };
  return enter(health, { name: 'closed' });
}

function afterSuccess(health: Health, nowMs: number): HealthStep {
  const { lastCooling, state } = health;
  const recovered: Health = {
    ...health,
    consecutiveFailures: 0,
    lastOutcomeAtMs: nowMs,
    // A success within the cooling ends it now; one after it only says that the next failure is a relapse.
    lastCooling: lastCooling && {
      ...lastCooling,
      endedAtMs: Math.min(lastCooling.endedAtMs, nowMs),
      recovered: true,
    },
  };
  return state.name === 'cooling' ? enter(recovered, { name: 'closed' }) : { health: recovered, effects: NO_EFFECTS };
}

function afterFailure(
  health: Health,
  { nowMs, retryAfterMs }: Extract<HealthEvent, { type: 'failed' }>,
  { cooldownMs }: HealthSettings,
): HealthStep {
  const failed: Health = {
    ...health,
    consecutiveFailures: health.consecutiveFailures + 1,
    lastOutcomeAtMs: nowMs,
  };
  if (cooldownMs === 0) return { health: failed, effects: NO_EFFECTS };

  const { lengthMs, untilMs } = coolingAfterFailure({ nowMs, cooldownMs, retryAfterMs, last: health.lastCooling });
  // What it asked for before still holds when it now asks for less.
  const laterMs = health.state.name === 'cooling' ? Math.max(untilMs, health.state.untilMs) : untilMs;
  const cooling: Health = { ...failed, lastCooling: { lengthMs, endedAtMs: laterMs, recovered: false } };
  return enter(cooling, { name: 'cooling', untilMs: laterMs, lengthMs });
}

function enter(health: Health, state: HealthState): HealthStep {
  const from = health.state.name;
  // Failing again while cooling is no transition: a success that is under way must still be able to end it.
  if (from === state.name) return { health: { ...health, state }, effects: NO_EFFECTS };
  return {
    health: { ...health, state, generation: health.generation + 1 },
    effects: [{ type: 'state-changed', from, to: state.name }],
  };
}
