import type { Stage } from '../stage.ts';

/** Drops what an operator has blocked, unless that would leave nobody. */
export const blocklist: Stage = {
  name: 'blocklist',
  rule: 'Drops blocked aliases or URLs; if that empties the chain, keeps it as it was and notes `all_blocked_ignored`.',
  settings: ['QS_LLM_PROVIDER_BLOCKLIST'],
  apply(chain, { snapshot }) {
    const { blocked } = snapshot.configuration.controls;
    if (blocked.size === 0) return { chain, code: 'not_configured' };
    const kept = chain.filter(({ provider }) => !blocked.has(provider.alias));
    if (kept.length === chain.length) return { chain, code: 'none_in_chain' };
    if (kept.length === 0) {
      return { chain, code: 'all_blocked_ignored', detail: `all ${chain.length} providers are blocked` };
    }
    const drops = chain
      .filter(({ provider }) => blocked.has(provider.alias))
      .map(candidate => ({ candidate, why: 'blocked' }));
    return { chain: kept, drops, code: 'applied' };
  },
};
