import { configureRouting, type ConfiguredPolicy, type RoutingConfiguration } from './decision/configuration.ts';
import { CallRefusedError } from './errors.ts';
import type { ProviderEntry } from './providers/provider.ts';
import type { RouterSettings } from './router-settings.ts';

/** What a router goes by until it is configured anew. */
export interface Setup {
  readonly configuration: RoutingConfiguration;
  /** By alias. */
  readonly entries: ReadonlyMap<string, ProviderEntry>;
}

/** @throws {RangeError} when providers or settings make no sense */
export function setUp(entries: readonly ProviderEntry[], settings: RouterSettings): Setup {
  const providers = entries.map(({ provider }) => provider);
  return {
    configuration: configureRouting(providers, settings),
    entries: new Map(entries.map(entry => [entry.provider.alias, entry])),
  };
}

/** @throws {CallRefusedError} for a name that nobody knows */
export function policyNamed({ policies }: RoutingConfiguration, name: string): ConfiguredPolicy {
  const policy = policies.get(name);
  if (!policy) throw new CallRefusedError({ code: 'unknown_model', model: name, known: [...policies.keys()] });
  return policy;
}
