import type { World, WorldSettings } from '../world/world.ts';

/** How much of what is drawn at random is done. */
export interface Scale {
  /** Streams cut at a random place, over all worlds. */
  readonly cuts: number;
  readonly disconnects: number;
  /** Turns whose attempts are looked up in the ledger. */
  readonly faulted: number;
  /** Turns that come at once to a circuit that may be probed. */
  readonly arrivals: number;
  /** Chains of random faults. */
  readonly mixes: number;
  readonly outage: { readonly lastsMs: number; readonly perSecond: number };
  readonly seed: number;
}

/** A promise that one fault alone cannot show: several askings, or a configuration of its own. */
export interface Check {
  readonly numbers: readonly string[];
  readonly name: string;
  readonly answer: string;
  /** @returns what is wrong; nothing when the promise is kept */
  run(world: World, scale: Scale): Promise<readonly string[]>;
}

/** Checks that run one after the other in a world of their own. */
export interface CheckGroup {
  readonly title: string;
  readonly settings: WorldSettings;
  readonly checks: readonly Check[];
}
