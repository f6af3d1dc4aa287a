import type { ConfiguredLimits } from '../configuration.ts';
import type { Stage } from '../stage.ts';

/** Keeps only the providers that the request's tenant and quality tier allow. */
export const policy: Stage = {
  name: 'policy',
  rule: "The configured chain, narrowed to the tenant's and quality tier's policy where one exists.",
  settings: ['tenants', 'tiers'],
  apply(chain, { features, snapshot: { configuration } }) {
    const ofTenant = configuration.tenants.get(features.tenant ?? '');
    const ofTier = configuration.tiers.get(features.tier ?? '');
    if (!ofTenant?.aliases && !ofTier?.aliases) return { chain, code: 'not_configured' };

    const kept = chain.filter(({ provider }) => allows(ofTenant, provider.alias) && allows(ofTier, provider.alias));
    if (kept.length === chain.length) return { chain, code: 'unchanged' };
    const drops = chain
      .filter(candidate => !kept.includes(candidate))
      .map(candidate => ({ candidate, why: allows(ofTenant, candidate.provider.alias) ? 'tier' : 'tenant' }));
    return { chain: kept, drops, code: 'applied' };
  },
};

function allows(limits: ConfiguredLimits | undefined, alias: string): boolean {
  return limits?.aliases?.has(alias) ?? true;
}
