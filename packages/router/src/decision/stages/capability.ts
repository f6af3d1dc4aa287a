import type { ConfiguredLimits } from '../configuration.ts';
import type { Candidate, Drop, Stage, StageContext } from '../stage.ts';

/** Drops providers that cannot serve the request. What is dropped here is never dialled, on no hop. */
export const capability: Stage = {
  name: 'capability',
  rule: 'Drops what cannot serve the request: tools, vision, context window, region or retention limits.',
  settings: ['providers[].capabilities', 'providers[].contextWindowTokens', 'tenants', 'tiers'],
  apply(chain, context) {
    const drops: Drop[] = [];
    for (const candidate of chain) {
      const why = missing(candidate, context);
      if (why) drops.push({ candidate, why });
    }
    if (drops.length === 0) return { chain, code: 'all_capable' };
    const kept = chain.filter(candidate => !drops.some(drop => drop.candidate === candidate));
    return { chain: kept, drops, code: kept.length === 0 ? 'none_capable' : 'applied' };
  },
};

function missing({ provider }: Candidate, { features, snapshot: { configuration } }: StageContext): string | undefined {
  const { capabilities, contextWindowTokens = Infinity } = provider;
  const { needs } = features;
  if (needs.tools && !capabilities.tools) return 'tools';
  if (needs.vision && !capabilities.vision) return 'vision';
  if (needs.contextTokens > contextWindowTokens) return 'context_window';
  return (
    forbidden(configuration.tenants.get(features.tenant ?? ''), provider.capabilities) ??
    forbidden(configuration.tiers.get(features.tier ?? ''), provider.capabilities)
  );
}

function forbidden(
  limits: ConfiguredLimits | undefined,
  { region, retainsPrompts }: Candidate['provider']['capabilities'],
): string | undefined {
  if (limits?.regions && (region === undefined || !limits.regions.includes(region))) return 'region';
  if (limits?.noRetention && retainsPrompts) return 'retention';
  return undefined;
}
