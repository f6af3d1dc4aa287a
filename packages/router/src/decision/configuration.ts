import { healthSettingsOf, type HealthSettings } from '../health/health-settings.ts';
import { refuseStrangeBudgets } from '../money/budgets.ts';
import { providersNamed } from '../providers/provider-name.ts';
import type { Provider } from '../providers/provider.ts';
import type { ProviderLimits, RoutePolicy, RouterSettings } from '../router-settings.ts';
import { aliasesNamed, configureControls, type Controls } from './controls.ts';
import { configurePreferences, type Preferences } from './preferences.ts';

/** Providers and settings, with every name looked up once, so that deciding only reads. */
export interface RoutingConfiguration {
  readonly providers: readonly Provider[];
  /** By policy name, provider aliases included; `auto` is another word for `default`. */
  readonly policies: ReadonlyMap<string, ConfiguredPolicy>;
  readonly tenants: ReadonlyMap<string, ConfiguredLimits>;
  readonly tiers: ReadonlyMap<string, ConfiguredLimits>;
  readonly controls: Controls;
  readonly preferences: Preferences;
  readonly cooldownMs: number;
  readonly health: HealthSettings;
}

export interface ConfiguredPolicy extends Omit<RoutePolicy, 'chain'> {
  readonly name: string;
  /** Never empty. */
  readonly chain: readonly Provider[];
}

export interface ConfiguredLimits extends Omit<ProviderLimits, 'providers'> {
  /** Aliases; missing: any. */
  readonly aliases?: ReadonlySet<string>;
}

/**
 * @throws {RangeError} when there is no provider, two share an alias, a policy's chain is empty or names a
 * provider that does not exist, or a number is not within what it may be
 */
export function configureRouting(providers: readonly Provider[], settings: RouterSettings): RoutingConfiguration {
  refuseNonsense(providers, settings);
  return {
    providers,
    policies: configurePolicies(providers, settings),
    tenants: configureLimits(providers, settings.tenants),
    tiers: configureLimits(providers, settings.tiers),
    controls: configureControls(providers, settings),
    preferences: configurePreferences(settings),
    cooldownMs: settings.cooldownMs,
    health: healthSettingsOf(settings),
  };
}

function refuseNonsense(providers: readonly Provider[], { cooldownMs, budgets = [] }: RouterSettings): void {
  if (providers.length === 0) throw new RangeError('A router needs at least one provider, got none');
  const aliases = providers.map(({ alias }) => alias);
  const repeated = aliases.find((alias, index) => aliases.indexOf(alias) !== index);
  if (repeated !== undefined) throw new RangeError(`Provider aliases must be unique, got "${repeated}" twice`);
  if (!(cooldownMs >= 0 && cooldownMs < Infinity))
    throw new RangeError(`cooldownMs must be 0 or more, got ${cooldownMs}`);
  refuseStrangeBudgets(budgets);
}

function configurePolicies(
  providers: readonly Provider[],
  settings: RouterSettings,
): ReadonlyMap<string, ConfiguredPolicy> {
  const policies = new Map<string, ConfiguredPolicy>();
  policies.set('default', { name: 'default', preset: 'gateway', chain: providers });
  for (const [name, { chain, ...policy }] of Object.entries(settings.policies)) {
    policies.set(name, { ...policy, name, chain: chain ? chainOf(name, chain, providers) : providers });
  }
  const byDefault = policies.get('default');
  if (byDefault && !policies.has('auto')) policies.set('auto', byDefault);
  for (const provider of providers) {
    if (policies.has(provider.alias)) continue;
    policies.set(provider.alias, { name: provider.alias, preset: byDefault?.preset ?? 'gateway', chain: [provider] });
  }
  return policies;
}

function chainOf(policy: string, names: readonly string[], providers: readonly Provider[]): readonly Provider[] {
  const chain = new Set<Provider>();
  for (const name of names) {
    const found = providersNamed(name, providers);
    if (found.length === 0) {
      const known = providers.map(({ alias }) => alias).join(', ');
      throw new RangeError(`The chain of policy "${policy}" names "${name}", which is no provider; known: ${known}`);
    }
    for (const provider of found) chain.add(provider);
  }
  if (chain.size === 0) throw new RangeError(`The chain of policy "${policy}" must name a provider, got none`);
  return [...chain];
}

function configureLimits(
  providers: readonly Provider[],
  limits: Readonly<Record<string, ProviderLimits>>,
): ReadonlyMap<string, ConfiguredLimits> {
  return new Map(
    Object.entries(limits).map(([name, { providers: names, ...rest }]) => [
      name,
      { ...rest, ...(names && { aliases: aliasesNamed(names, providers) }) },
    ]),
  );
}
