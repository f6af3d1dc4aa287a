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
  /** Missing for a request that belongs to no conversation. */
  readonly conversation?: ConversationFacts;
  /** What a budget of those who ask says; missing: all is well, or there is none. */
  readonly spend?: 'over_soft_ceiling';
  /** Whether the canary that is configured has ended by itself. */
  readonly canary?: 'aborted';
}

/** What routing knows of a conversation, without naming it. */
export interface ConversationFacts {
  /** 32 bits of its id: enough for a share, too little to tell whose it is. */
  readonly hash: number;
  /** Alias of who answered last; missing where nobody did, or too long ago. */
  readonly lastProvider?: string;
}

export const NO_SIGNALS: CandidateSignals = { coolingLeftMs: 0, consecutiveFailures: 0 };
