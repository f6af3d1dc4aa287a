import type { FailureKind } from '@naru/language-model';
import type { Provider, ProviderPrices } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';
import type { Distribution } from './distribution.ts';

/** What happens to a router in virtual time: who it may ask, how they behave, and who asks it. */
export interface Scenario {
  /** The same seed gives the same result, to the last digit. */
  readonly seed: number;
  readonly durationMs: number;
  readonly providers: readonly ScriptedProvider[];
  readonly traffic: Traffic;
}

export interface ScriptedProvider {
  /** As configured, with the prices of the start. */
  readonly provider: Provider;
  readonly behaviour: Behaviour;
  /** What is different for a while; of several that hold, the later ones have their way. */
  readonly phases?: readonly BehaviourPhase[];
  readonly quota?: QuotaWindow;
  /** The operator's configuration is reloaded with these. In order of time. */
  readonly priceChanges?: readonly PriceChange[];
  /** How good its answers really are, 0 to 1, by intent, upper case; `DEFAULT` for the others. Missing: 1. */
  readonly quality?: Readonly<Record<string, number>>;
}

/** How a provider answers. */
export interface Behaviour {
  readonly firstToken: Distribution;
  /** First token to finish. */
  readonly answer: Distribution;
  readonly errors: readonly ScriptedError[];
  /** The share of begun answers that break in their middle. Default 0. */
  readonly interrupted?: number;
  /** The share of begun answers that stand still in their middle. Default 0. */
  readonly stalled?: number;
}

export interface ScriptedError {
  /** `timeout_first_token` is silence: it is the router's own limit that ends it. */
  readonly kind: Exclude<FailureKind, 'cancelled' | 'timeout_idle' | 'timeout_total'>;
  /** 0 to 1; all of a provider together at most 1. */
  readonly share: number;
  /** When it comes; missing: 50 ms. */
  readonly after?: Distribution;
  readonly status?: number;
  readonly retryAfterMs?: number;
}

export interface BehaviourPhase extends Partial<Behaviour> {
  readonly fromMs: number;
  readonly untilMs: number;
  /** It comes and goes: for so long in every so long. */
  readonly flaps?: { readonly everyMs: number; readonly forMs: number };
}

/** More requests than this in a window are answered with 429 and how long the window still lasts. */
export interface QuotaWindow {
  readonly requests: number;
  readonly windowMs: number;
  /** Whether a 429 says for how long. Default yes. */
  readonly tellsRetryAfter?: boolean;
}

export interface PriceChange {
  readonly atMs: number;
  readonly prices: ProviderPrices;
}

export interface Traffic {
  /** In order of time, the first from 0. */
  readonly phases: readonly { readonly fromMs: number; readonly perSecond: number }[];
  /** `random`: at random instants (Poisson); `even`: all the same time apart. */
  readonly arrivals: 'random' | 'even';
  readonly intents: readonly IntentShare[];
  /** Turns of a conversation on average; 0: every request stands alone. */
  readonly turnsPerConversation: number;
  readonly inputTokens: number;
  readonly answerTokens: number;
  /** The share of answers whose quality somebody judges. */
  readonly judgedShare: number;
}

export interface IntentShare {
  readonly intent: string;
  /** In proportion to the others'. */
  readonly weight: number;
  /** The part of it that is high-risk, 0 to 1. */
  readonly highRisk: number;
}

/** What is tried out on a scenario: the settings of a router, of which the policy `default` is asked. */
export interface SimulatedPolicy {
  readonly name: string;
  readonly settings: RouterSettings;
}
