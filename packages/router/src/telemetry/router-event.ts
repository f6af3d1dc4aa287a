import type { CallLabels, CallMode, OutcomeClass, QuotaSignal, TokenUsage } from '@naru/language-model';
import type { Decision } from '../decision/decision.ts';
import type { Override } from '../overrides/override.ts';

/** What happened in the router. A closed union; each event carries all that its listeners may need. */
export type RouterEvent =
  | DecidedEvent
  | AttemptStartedEvent
  | AttemptCommittedEvent
  | AttemptEndedEvent
  | FailedOverEvent
  | ProviderSkippedEvent
  | HealthChangedEvent
  | ProbeEndedEvent
  | SharedStateFailedEvent
  | CanaryAbortedEvent
  | OverrideChangedEvent;

interface OfCall {
  readonly labels: CallLabels;
  readonly mode: CallMode;
  readonly decisionId: string;
}

interface OfAttempt extends OfCall {
  readonly attemptId: string;
  /** From 1, within the call. */
  readonly attempt: number;
  readonly provider: string;
}

export interface DecidedEvent extends OfCall {
  readonly type: 'decided';
  readonly decision: Decision;
}

export interface AttemptStartedEvent extends OfAttempt {
  readonly type: 'attempt-started';
  /** Wall clock. */
  readonly startedAtMs?: number;
}

/** The first accepted content is about to leave for the caller. */
export interface AttemptCommittedEvent extends OfAttempt {
  readonly type: 'attempt-committed';
  readonly firstTokenMs: number;
}

export interface AttemptEndedEvent extends OfAttempt {
  readonly type: 'attempt-ended';
  readonly outcome: OutcomeClass;
  /** The HTTP status behind a failure, where there was one. */
  readonly status?: number | undefined;
  readonly committed: boolean;
  /** Whether the request may have reached the provider. */
  readonly dispatched: boolean;
  /** Wall clock. */
  readonly startedAtMs?: number;
  readonly durationMs: number;
  /** Start to the first token, reasoning included; missing when none came. */
  readonly firstTokenMs?: number | undefined;
  readonly usage: TokenUsage;
  readonly costMicros?: number | undefined;
  /** What the provider said is left of its limits. */
  readonly quota?: QuotaSignal | undefined;
}

/** The next provider is about to be tried. */
export interface FailedOverEvent extends OfCall {
  readonly type: 'failed-over';
  readonly from: string;
  readonly to: string;
  readonly reason: Exclude<OutcomeClass, 'ok'>;
}

/** A provider that stood before the one tried was passed over. */
export interface ProviderSkippedEvent extends OfCall {
  readonly type: 'provider-skipped';
  readonly provider: string;
  readonly reason: 'cooldown' | 'breaker';
}

export interface HealthChangedEvent {
  readonly type: 'health-changed';
  readonly provider: string;
  readonly from: string;
  readonly to: string;
}

/** A provider was asked for one token to see whether it is back; no customer had a part in it. */
export interface ProbeEndedEvent {
  readonly type: 'probe-ended';
  readonly provider: string;
  readonly outcome: OutcomeClass;
  /** Wall clock. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Missing where the provider reported none. */
  readonly usage?: TokenUsage;
  readonly costMicros?: number;
}

/** What instances share could not be reached; this one goes on alone. */
export interface SharedStateFailedEvent {
  readonly type: 'shared-state-failed';
  readonly operation: string;
}

/** The canary has ended by itself; only an operator brings it back. */
export interface CanaryAbortedEvent {
  readonly type: 'canary-aborted';
  readonly provider: string;
  readonly reason: 'errors' | 'latency';
}

/** An operator has said something, or it holds no longer. What another one took the place of is not told apart. */
export interface OverrideChangedEvent {
  readonly type: 'override-changed';
  readonly action: 'made' | 'ended' | 'expired';
  readonly override: Override;
  readonly author: string;
}
