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

/** Names of stages; the closed set is `stages`, in which a new one is entered. */
export type StageName = string;

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
  /** Set while several attempts wait longer than is usual and nobody sent after them was answered. */
  readonly silence?: { readonly attempts: number; readonly oldestMs: number };
  /** Missing where nothing has happened yet. */
  readonly health?: HealthSignals;
  /** How good its answers to the intent were; missing where nothing is known. */
  readonly quality?: QualitySignals;
}

/** How its circuit stands, and what was counted of it. */
export interface HealthSignals {
  readonly state: 'closed' | 'cooling' | 'open' | 'half_open' | 'ramping';
  /** Counts the transitions. */
  readonly generation: number;
  /** Set while it is open because our account there does not work; nothing but that is known of how it does. */
  readonly openCause?: 'account';
  /** Milliseconds until a probe may be sent; 0 when it is not open. */
  readonly openLeftMs: number;
  /** Whether a probe is under way. */
  readonly probing: boolean;
  /** The share of decisions in which it keeps its place; 1 when it does not ramp. */
  readonly rampShare: number;
  /** `ratio` less `penalty`, 0 at least. */
  readonly score: number;
  /** Successes of the last minutes, the newer the heavier; 1 where nothing was counted. */
  readonly ratio: number;
  /** What failures in a row take off. */
  readonly penalty: number;
  /** Outcomes of the last 300 s that the score rests on. */
  readonly samples: number;
  /** Averages; missing before the first answer. */
  readonly latencyMs?: number;
  readonly firstTokenMs?: number;
  /** What the provider last said of its limits. */
  readonly quota?: { readonly remainingRequests?: number; readonly remainingTokens?: number; readonly ageMs: number };
  /** Milliseconds since it last said that it is asked too much; and for how long it still wants to be left alone. */
  readonly throttledAgeMs?: number;
  readonly retryAfterLeftMs?: number;
}

export interface QualitySignals {
  /** 0 to 1; 1 as long as there are too few samples. */
  readonly weight: number;
  readonly samples: number;
  /** Milliseconds since the last one. */
  readonly ageMs: number;
}
