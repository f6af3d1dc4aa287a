/**
 * Why the chain looks as it does: enough to explain it to an operator and to replay it. Holds no text of
 * anybody's.
 */
export interface Decision {
  readonly id: string;
  readonly atMs: number;
  /** Aliases in the order in which they may be tried. Never empty, unless `reasonCode` is a refusal. */
  readonly chain: readonly string[];
  readonly reasonCode: ReasonCode;
  /** One for each stage, in order. */
  readonly notes: readonly StageNote[];
  /** One for each provider of the configured chain, in its configured order. */
  readonly candidates: readonly CandidateReport[];
}

/** `default`, the name of the last stage that changed the head of the chain, or a refusal. */
export type ReasonCode = 'default' | StageName | 'budget_exceeded' | 'no_capable_provider';

export type StageName =
  | 'policy'
  | 'capability'
  | 'blocklist'
  | 'health'
  | 'quality'
  | 'cost'
  | 'quality_floor'
  | 'stickiness'
  | 'intent'
  | 'canary'
  | 'cooldown'
  | 'breaker'
  | 'forced';

export interface StageNote {
  readonly stage: StageName;
  /** What the stage did, from the stage's own closed set, such as `applied`, `not_configured`, `all_blocked_ignored`. */
  readonly code: string;
  /** The chain as the stage left it. */
  readonly chain: readonly string[];
  /** The provider that the stage acted on, where it acted on one. */
  readonly provider?: string;
  /** One sentence for an operator, made from aliases, numbers and names of settings only. */
  readonly detail?: string;
}

export interface CandidateReport {
  readonly alias: string;
  /** Position in the final chain, or the stage that dropped it and why. */
  readonly fate:
    | { readonly kind: 'kept'; readonly position: number }
    | { readonly kind: 'dropped'; readonly stage: StageName; readonly why: string };
  readonly signals: CandidateSignals;
  /** What the call is estimated to cost here, in micro-units; missing without prices. */
  readonly estimatedCostMicros?: number;
}

/** What was known of a provider when the decision was made, raw, with its age. */
export interface CandidateSignals {
  /** Milliseconds until it stops cooling; 0 when it does not cool. */
  readonly coolingLeftMs: number;
  readonly consecutiveFailures: number;
  /** Milliseconds since its last outcome; missing when there was none. */
  readonly lastOutcomeAgeMs?: number;
  /** How good its answers to the intent were; missing where nothing is known. */
  readonly quality?: QualitySignals;
}

export interface QualitySignals {
  /** 0 to 1; 1 as long as there are too few samples. */
  readonly weight: number;
  readonly samples: number;
  /** Milliseconds since the last one. */
  readonly ageMs: number;
}
