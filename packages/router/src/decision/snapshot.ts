import type { CandidateSignals } from './decision.ts';
import type { RoutingConfiguration } from './configuration.ts';

/**
 * All that deciding knows besides the request: the configuration, and what was known of each provider at one
 * instant. With the features and the seed it is enough to replay a decision.
 */
export interface Snapshot {
  /** Wall clock, for people. */
  readonly atMs: number;
  readonly configuration: RoutingConfiguration;
  /** By alias; nothing is known of a provider that is not in it. */
  readonly signals: ReadonlyMap<string, CandidateSignals>;
}

export const NO_SIGNALS: CandidateSignals = { coolingLeftMs: 0, consecutiveFailures: 0 };
