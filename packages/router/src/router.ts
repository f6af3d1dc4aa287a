import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { CallMode, LanguageModel } from '@naru/language-model';
import type { Decision } from './decision/decision.ts';
import type { RouterObserver } from './ports/router-observer.ts';
import type { SharedState } from './ports/shared-state.ts';
import type { Provider, ProviderEntry } from './providers/provider.ts';
import type { RouterSettings } from './router-settings.ts';

/** Many providers behind one door. */
export interface Router {
  /**
   * The model that answers by the named policy: `default` (also `auto`), an assistant's name, or a provider's
   * alias. Its calls throw `CallRefusedError` for a name that nobody knows, so that the name may come from outside.
   */
  languageModel(policy: string): LanguageModel;
  /**
   * What would be decided now. Changes nothing, however often it is called.
   *
   * @throws {CallRefusedError} for a policy that nobody knows
   */
  explain(question: RouteQuestion): Decision;
  readonly providers: readonly Provider[];
  /** Names that `languageModel` knows. */
  readonly policyNames: readonly string[];
  /**
   * Takes new providers and settings for calls that begin from now on; running calls keep theirs.
   *
   * @throws {RangeError} when they make no sense; then nothing has changed
   */
  reconfigure(providers: readonly ProviderEntry[], settings: RouterSettings): void;
  /** Of all that is remembered of the providers' health: the same as long as nothing was learned. */
  healthHash(): string;
  /** Ends what goes on by itself: probes, and what is shared with other instances. Calls go on to be answered. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A request's features, as far as routing looks at them. */
export interface RouteQuestion {
  readonly policy: string;
  readonly mode: CallMode;
  readonly intent?: string;
  readonly risk?: 'normal' | 'high';
  readonly tenant?: string;
  readonly tier?: string;
  readonly sessionId?: string;
  readonly needs?: RequestNeeds;
}

export interface RequestNeeds {
  readonly tools: boolean;
  readonly vision: boolean;
  /** Estimated input plus the most that may be answered. */
  readonly contextTokens: number;
  /** The part of `contextTokens` that is kept for the answer; missing where nobody said. */
  readonly answerTokens?: number;
}

/** What a router is made of. */
export interface RouterDeps {
  readonly providers: readonly ProviderEntry[];
  readonly settings: RouterSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly observer: RouterObserver;
  readonly logger: Logger;
  /** What this instance knows together with others; missing: it is alone. */
  readonly sharedState?: SharedState | undefined;
}
