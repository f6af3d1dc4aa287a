import type { CallLabels, CallMode, ModelCall } from '@naru/language-model';
import type { ConfiguredPolicy } from '../decision/configuration.ts';
import type { Decision } from '../decision/decision.ts';
import type { ProviderEntry } from '../providers/provider.ts';

/** One call with what was decided for it. */
export interface Route {
  readonly call: ModelCall;
  readonly decision: Decision;
  readonly policy: ConfiguredPolicy;
  /** The decision's chain, in order; never empty. */
  readonly chain: readonly ProviderEntry[];
  /** What the request's input is taken to be long. */
  readonly inputTokens: number;
}

/** What every event of a call says. */
export function factsOfCall({ call, decision }: Route): {
  readonly labels: CallLabels;
  readonly mode: CallMode;
  readonly decisionId: string;
} {
  return { labels: call.labels, mode: call.settings.mode, decisionId: decision.id };
}
