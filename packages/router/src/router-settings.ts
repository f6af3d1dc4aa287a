import type { FailureKind } from '@naru/language-model';
import type { BreakerSettings, HealthRoutingSettings } from './health/health-settings.ts';
import type { BudgetSettings } from './money/budget-settings.ts';
import type { CanarySettings, CostSettings, QualitySettings, StickinessSettings } from './steering-settings.ts';

/** What an operator may set. Read from the config once, replaced whole on a reload. */
export interface RouterSettings {
  /** By name: `default` always, then one for each assistant. A provider's alias is a policy of itself alone. */
  readonly policies: Readonly<Record<string, RoutePolicy>>;
  /** By tenant and by quality tier: the only providers that may serve, aliases or URLs. */
  readonly tenants: Readonly<Record<string, ProviderLimits>>;
  readonly tiers: Readonly<Record<string, ProviderLimits>>;
  /** Aliases or URLs. */
  readonly blocklist: readonly string[];
  /** Alias or URL. */
  readonly forced?: string;
  /** 0 switches cooling off. */
  readonly cooldownMs: number;
  readonly health?: HealthRoutingSettings;
  readonly breaker?: BreakerSettings;
  readonly cost?: CostSettings;
  readonly quality?: QualitySettings;
  readonly stickiness?: StickinessSettings;
  /** The provider that answers an intent first, alias or URL, by intent such as `REFUND`. */
  readonly intents?: Readonly<Record<string, string>>;
  readonly canary?: CanarySettings;
  /** Default none. */
  readonly budgets?: readonly BudgetSettings[];
  /** How far the clock on the wall is ahead of UTC where a budget's day begins; default 9 hours. */
  readonly budgetDayOffsetMs?: number;
}

export interface RoutePolicy {
  /** Aliases or URLs in order; missing: every provider, as configured. */
  readonly chain?: readonly string[];
  readonly preset: PresetName;
  /** What to do with single failure kinds, over what the preset says. */
  readonly onFailure?: Readonly<Partial<Record<FailureKind, FailureAction>>>;
  /** What a provider's content filter means, by intent; `default` for the others. */
  readonly contentFilter?: Readonly<Record<string, ContentFilterPolicy>>;
  /** Opt-in: after the commit point, drop the partial answer and start again on the next provider. */
  readonly recovery?: 'none' | 'restart';
}

export interface ProviderLimits {
  readonly providers?: readonly string[];
  /** Only providers of these regions. */
  readonly regions?: readonly string[];
  /** Only providers that do not keep prompts. */
  readonly noRetention?: boolean;
}

export type PresetName = 'gateway' | 'bedrock' | 'direct';
export type FailureAction = 'next' | 'retry-then-next' | 'fail';
export type ContentFilterPolicy = 'refuse' | 'handoff' | 'one_other';
