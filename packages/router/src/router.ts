import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { CallMode, LanguageModel } from '@naru/language-model';
import type { CanaryTrial } from './canary/canary-trial.ts';
import type { Controls } from './decision/controls.ts';
import type { Decision } from './decision/decision.ts';
import type { BudgetReport } from './money/budget-gate.ts';
import type { OverrideRequest } from './overrides/check-override.ts';
import type { EndOutcome, PutOutcome } from './overrides/override-book.ts';
import type { Override } from './overrides/override.ts';
import type { BudgetStore } from './ports/budget-store.ts';
import type { LedgerLoss, LedgerStore } from './ports/ledger-store.ts';
import type { OverrideStore } from './ports/override-store.ts';
import type { RouterObserver } from './ports/router-observer.ts';
import type { SharedState } from './ports/shared-state.ts';
import type { SteeringStore } from './ports/steering-store.ts';
import type { Provider, ProviderEntry } from './providers/provider.ts';
import type { QualityWeight } from './quality/quality-book.ts';
import type { QualitySignal } from './quality/quality-signal.ts';
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
  /** What operators want for now, over the settings (R-OPS-1). */
  readonly overrides: RouterOverrides;
  /** How good an answer was. What is said of providers that nobody has, or of too many intents, is dropped. */
  observeQuality(signal: QualitySignal): void;
  /** How money, quality and canary stand, for operators and gauges. */
  standing(): Promise<RouterStanding>;
  /**
   * Takes up what was kept before the start: overrides, what budgets have come to. Calls may come before; what they
   * cost waits to be written until then.
   *
   * @throws what a store throws
   */
  open(): Promise<LedgerLoss>;
  /** Ends as `dispose` does, and writes what waits. @returns how many rows of the ledger could not be written */
  close(): Promise<number>;
  /** Of all that is remembered of the providers' health: the same as long as nothing was learned. */
  healthHash(): string;
  /** Ends what goes on by itself: probes, and what is shared with other instances. Calls go on to be answered. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface RouterOverrides {
  /** Those that hold now, in the order in which they were made. */
  list(): readonly Override[];
  /** Holds at once; a store that is away hears of it later. */
  put(request: OverrideRequest, author: string): PutOutcome;
  end(id: string, author: string): EndOutcome;
  /** What another instance has made or ended, which also keeps and audits it. */
  adopt(override: Override): void;
  forget(id: string): void;
}

export interface RouterStanding {
  /** What is in force, with what operators have said. */
  readonly controls: Controls;
  /** One for each provider and intent of which something is known. */
  readonly quality: readonly QualityWeight[];
  /** Missing where none is configured. */
  readonly canary?: CanaryTrial;
  /** Those that were asked in the hour or day that runs. */
  readonly budgets: readonly BudgetReport[];
  readonly ledger: { readonly waiting: number; readonly lost: number };
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
  /** Where decisions and attempts are written; missing: nowhere. */
  readonly ledger?: LedgerStore | undefined;
  /** Where budgets are kept; missing: no budget is asked. */
  readonly budgets?: BudgetStore | undefined;
  /** Where they are kept together with other instances, who go on alone while it fails; it comes before `budgets`. */
  readonly sharedBudgets?: BudgetStore | undefined;
  /** Where overrides outlive a restart; missing: nowhere. */
  readonly overrideStore?: OverrideStore | undefined;
  /** Where quality and the ends of canaries outlive a restart; missing: nowhere. */
  readonly steeringStore?: SteeringStore | undefined;
  /** Names this place among several over one ledger, the same after a restart; default `naru`. */
  readonly instance?: string | undefined;
}
