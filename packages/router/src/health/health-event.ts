import type { Health, HealthState } from './health.ts';
import type { HealthNotice } from './health-notice.ts';

export type HealthEvent =
  /** An attempt is about to be sent. */
  | {
      readonly type: 'admitted';
      readonly nowMs: number;
      /** How long it may stay silent; a lease lasts no longer. Missing: 11 s. */
      readonly leaseMs?: number | undefined;
      /** Whether it may go where others may not: an operator forces the provider, or it is the least bad one. */
      readonly bypass?: boolean;
      /** Whether it has another provider to go to, should this one be on trial. Default no. */
      readonly yields?: boolean;
      /** Whether this instance may probe; another one may be at it. Default yes. */
      readonly mayProbe?: boolean;
      /** Whether it is nothing but a probe, which may come before a cooling is over. Default no. */
      readonly isProbe?: boolean;
    }
  /** The attempt has its first content; its lease, if it has one, may now take this long. */
  | ({ readonly type: 'answering'; readonly leaseMs: number; readonly recentTurns?: number } & OfAdmission)
  | ({
      readonly type: 'succeeded';
      readonly recentTurns?: number;
      /** Whether `answering` was told of the same attempt before. Default no. */
      readonly wasAnswering?: boolean;
    } & OfAdmission)
  /** Only what the provider did; see `blamesProvider`. */
  | ({
      readonly type: 'failed';
      readonly retryAfterMs?: number | undefined;
      /** It said that it is asked too much. */
      readonly throttled?: boolean;
      /** It said that our account there does not work. */
      readonly account?: boolean;
      /** Whether it was nothing but a probe. Default no. */
      readonly isProbe?: boolean;
      /** Whether somebody waited for a deadline, which is the dearest way to fail. Default no. */
      readonly timedOut?: boolean;
      /** How many more wait for its first words, much longer than is usual. Default none. */
      readonly overdue?: number;
    } & OfAdmission)
  /** The attempt ended in a way that says nothing about the provider. */
  | ({ readonly type: 'abandoned' } & OfAdmission)
  /** Time has passed. */
  | { readonly type: 'looked-at'; readonly nowMs: number }
  /** Another instance has seen the provider change. */
  | { readonly type: 'told'; readonly nowMs: number; readonly notice: HealthNotice };

interface OfAdmission {
  readonly nowMs: number;
  readonly generation: number;
  readonly lease?: number | undefined;
}

export interface HealthEffect {
  readonly type: 'state-changed';
  readonly from: HealthState['name'];
  readonly to: HealthState['name'];
}

/** What an admitted attempt says again when it ends. */
export interface AdmissionTicket {
  readonly generation: number;
  readonly lease: number | undefined;
}

export interface HealthStep {
  readonly health: Health;
  readonly effects: readonly HealthEffect[];
  /** Of an `admitted` event; missing where the attempt must not be made. */
  readonly ticket?: AdmissionTicket;
}

const NO_EFFECTS: readonly HealthEffect[] = [];

/** Nothing changed but what is remembered. */
export function stay(health: Health): HealthStep {
  return { health, effects: NO_EFFECTS };
}

/** Goes over to another state. Staying in one of the same name is no transition: what is under way still counts. */
export function enter(health: Health, state: HealthState): HealthStep {
  const from = health.state.name;
  if (from === state.name) return stay({ ...health, state });
  return {
    health: { ...health, state, generation: health.generation + 1 },
    effects: [{ type: 'state-changed', from, to: state.name }],
  };
}
