import type { Scale } from './checks/check.ts';
import { FULL_TIMEOUTS, SHORT_TIMEOUTS, type Timeouts } from './world/timeouts.ts';

/** How much is tried, and how long silence is. */
export interface WallSettings {
  readonly isFull: boolean;
  readonly timeouts: Timeouts;
  readonly scale: Scale;
  /** Only rows whose name holds this. */
  readonly only?: string;
  /** Servers that run beside each other. */
  readonly worldsAtOnce: number;
}

/** The form that runs with every test run: about a minute on two cores. */
export function fastWall(seed: number): WallSettings {
  const scale = {
    cuts: 300,
    disconnects: 1_000,
    faulted: 1_000,
    arrivals: 400,
    mixes: 40,
    outage: { lastsMs: 5_000, perSecond: 10 },
    seed,
  };
  return { isFull: false, timeouts: SHORT_TIMEOUTS, scale, worldsAtOnce: 5 };
}

/** Real waits, more pairs of protocols, many more cuts and leavings. */
export function fullWall(seed: number): WallSettings {
  const scale = {
    cuts: 10_000,
    disconnects: 10_000,
    faulted: 10_000,
    arrivals: 1_000,
    mixes: 1_000,
    outage: { lastsMs: 60_000, perSecond: 50 },
    seed,
  };
  return { isFull: true, timeouts: FULL_TIMEOUTS, scale, worldsAtOnce: 6 };
}
