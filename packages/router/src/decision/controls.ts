import { providersNamed } from '../providers/provider-name.ts';
import type { Provider } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';
import type { CanarySettings } from '../steering-settings.ts';

/** What an operator says at run time; the settings are only its starting values. Names are looked up already. */
export interface Controls {
  /** Aliases. Names that nobody has are not in it. */
  readonly blocked: ReadonlySet<string>;
  /** Aliases that keep the conversations they have, and get no others. */
  readonly drained: ReadonlySet<string>;
  readonly forced?: NamedProvider;
  readonly costSteering: CostSteering;
  /** Missing: whoever is cheapest. */
  readonly lowCost?: NamedProvider;
  /** By intent, upper case. */
  readonly intents: ReadonlyMap<string, NamedProvider>;
  readonly canary?: ConfiguredCanary;
}

/** When the low-cost provider goes first. */
export type CostSteering = 'always' | 'over_ceiling' | 'never';

/** Who is meant, or `unknown` where the name is nobody's. */
export type NamedProvider = { readonly alias: string } | 'unknown';

export interface ConfiguredCanary {
  readonly provider: NamedProvider;
  readonly enabled: boolean;
  /** 0 to 1. */
  readonly share: number;
  /** Upper case. */
  readonly highRiskIntents: ReadonlySet<string>;
  /** Tells one canary from the next: what was concluded of one says nothing of another. */
  readonly id: string;
}

/** @throws {RangeError} when the canary's share is no share */
export function configureControls(providers: readonly Provider[], settings: RouterSettings): Controls {
  const { blocklist, forced = '', cost = {}, intents = {}, canary } = settings;
  const lowCost = cost.lowCostProvider ?? '';
  return {
    blocked: aliasesNamed(blocklist, providers),
    drained: new Set(),
    ...(forced.trim() !== '' && { forced: namedProvider(forced, providers) }),
    costSteering: cost.steering ? 'always' : 'over_ceiling',
    ...(lowCost.trim() !== '' && { lowCost: namedProvider(lowCost, providers) }),
    intents: new Map(
      Object.entries(intents).map(([intent, name]) => [intent.toUpperCase(), namedProvider(name, providers)]),
    ),
    ...(canary && { canary: configureCanary(canary, providers) }),
  };
}

/** A setting that means one provider; a URL that several share means the first. */
export function namedProvider(name: string, providers: readonly Provider[]): NamedProvider {
  const [found] = providersNamed(name, providers);
  return found ? { alias: found.alias } : 'unknown';
}

export function aliasesNamed(names: readonly string[], providers: readonly Provider[]): ReadonlySet<string> {
  return new Set(names.flatMap(name => providersNamed(name, providers)).map(({ alias }) => alias));
}

function configureCanary(
  { provider, enabled = true, share, highRiskIntents = [] }: CanarySettings,
  providers: readonly Provider[],
): ConfiguredCanary {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`canary.share must be from 0 to 1, got ${share}`);
  return {
    provider: namedProvider(provider, providers),
    enabled,
    share,
    highRiskIntents: new Set(highRiskIntents.map(intent => intent.toUpperCase())),
    id: `settings ${share}`,
  };
}
