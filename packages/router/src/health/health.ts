import type { CoolingMemory } from './cooling.ts';
import { EMPTY_WINDOW, type RollingWindow } from './rolling-window.ts';
import { UNKNOWN_STEADINESS } from './steadiness.ts';

/** How a provider stands. Each state carries only its own facts; times are monotonic milliseconds. */
export type HealthState =
  /** In use. After a cooling it has one silent attempt at a time, until so many have succeeded. */
  | { readonly name: 'closed'; readonly provingLeft: number; readonly lease: Lease | undefined }
  /** Goes last until then. After that one turn at a time has it in its place, until one succeeds. */
  | {
      readonly name: 'cooling';
      readonly untilMs: number;
      readonly lengthMs: number;
      /** From when on one token may be asked of it, to see whether it is back; `untilMs` at the latest. */
      readonly probeFromMs: number;
      readonly lease: Lease | undefined;
    }
  /** Is not dialled. */
  | { readonly name: 'open'; readonly untilMs: number; readonly probesNeeded: number; readonly cause: OpenCause }
  /** Is dialled by one probe at a time. */
  | {
      readonly name: 'half_open';
      readonly sinceMs: number;
      readonly probesNeeded: number;
      readonly successes: number;
      readonly lease: Lease | undefined;
    }
  /** Keeps its place for a share of the decisions. */
  | { readonly name: 'ramping'; readonly share: number; readonly successes: number };

/** What keeps a circuit open: how the provider did, or that our account there does not work. */
export type OpenCause = 'failures' | 'account';

/** One attempt's leave to try a provider alone. */
export interface Lease {
  readonly id: number;
  readonly expiresAtMs: number;
}

/** All that is remembered of one provider, model and credential. */
export interface Health {
  readonly state: HealthState;
  /** Counts the transitions. An outcome that was admitted in an older one changes nothing. */
  readonly generation: number;
  /** Every failure that blames the provider. */
  readonly consecutiveFailures: number;
  /** The same without throttling, for the trip rule. */
  readonly streak: number;
  /** In a row, of those that say that our account is broken. */
  readonly accountFailures: number;
  /** How steadily it has answered; see `steadiness.ts`. */
  readonly steadiness: number;
  readonly lastOutcomeAtMs: number | undefined;
  readonly lastCooling: CoolingMemory | undefined;
  readonly window: RollingWindow;
  readonly openings: Openings;
  readonly leasesGiven: number;
  /** Spreads the open periods of several instances. */
  readonly jitterSeed: number;
}

/** What is remembered of the times that a circuit opened. */
export interface Openings {
  /** Grows with each, falls by one for each minute closed since. */
  readonly count: number;
  readonly closedSinceMs: number | undefined;
  /** When it went from in use to open, within the last 10 min. */
  readonly flipsAtMs: readonly number[];
}

export const CLOSED: Extract<HealthState, { name: 'closed' }> = { name: 'closed', provingLeft: 0, lease: undefined };

export const HEALTHY: Health = {
  state: CLOSED,
  generation: 0,
  consecutiveFailures: 0,
  streak: 0,
  accountFailures: 0,
  steadiness: UNKNOWN_STEADINESS,
  lastOutcomeAtMs: undefined,
  lastCooling: undefined,
  window: EMPTY_WINDOW,
  openings: { count: 0, closedSinceMs: undefined, flipsAtMs: [] },
  leasesGiven: 0,
  jitterSeed: 0,
};
