import type { CallMode, OutcomeClass } from '@naru/language-model';
import type { CandidateSignals, ReasonCode } from '../decision/decision.ts';
import type { Features } from '../decision/features.ts';
import type { Snapshot } from '../decision/snapshot.ts';
import type { ActiveOverride } from '../overrides/override.ts';
import type { Provider } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';

/** What one attempt came to. Holds ids, counts and names from closed sets; no text of anybody's. */
export interface LedgerRow {
  /** The row's key: an attempt that is written twice is there once. */
  readonly attemptId: string;
  readonly decisionId: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly tenant?: string;
  readonly assistant?: string;
  readonly intent?: string;
  readonly provider: string;
  readonly mode: CallMode;
  /** From 1, within the call. */
  readonly attempt: number;
  readonly outcome: OutcomeClass;
  readonly status?: number;
  readonly committed: boolean;
  /** Whether the request may have reached the provider, so that it may be on its bill. */
  readonly dispatched: boolean;
  /** Wall clock. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly firstTokenMs?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  /** True when the provider did not report its tokens. */
  readonly estimated: boolean;
  /** Missing where no price is known. */
  readonly costMicros?: number;
}

/** A decision with all that it was made from but the configuration, which is kept once for many. */
export interface DecisionRecord extends Pick<Snapshot, 'conversation' | 'spend' | 'canary'> {
  /** Also the seed. */
  readonly id: string;
  readonly atMs: number;
  readonly requestId: string;
  readonly configurationId: string;
  /** Whose conversation it is stays out; what it was for is in `conversation`. */
  readonly features: Omit<Features, 'sessionId'>;
  /** By alias; nothing was known of providers that are not in it. */
  readonly signals: readonly (readonly [alias: string, signals: CandidateSignals])[];
  /** What operators had said, in the order in which they said it. */
  readonly overrides: readonly ActiveOverride[];
  readonly chain: readonly string[];
  readonly reasonCode: ReasonCode;
}

/** Providers and settings as they were for many decisions. Holds no secret, for providers hold none. */
export interface RecordedConfiguration {
  /** Made from what it holds: the same configuration has the same id everywhere. */
  readonly id: string;
  readonly providers: readonly Provider[];
  readonly settings: RouterSettings;
}
