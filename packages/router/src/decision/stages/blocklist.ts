import type { Drop, Stage } from '../stage.ts';

/** Drops what an operator has blocked, or drains from a conversation that is not its own, unless nobody is left. */
export const blocklist: Stage = {
  name: 'blocklist',
  rule:
    'Drops blocked aliases or URLs; if that empties the chain, keeps it as it was and notes `all_blocked_ignored`.' +
    ' A provider that is drained keeps the conversations whose last turn it answered.',
  settings: ['QS_LLM_PROVIDER_BLOCKLIST'],
  apply(chain, { snapshot }) {
    const { blocked, drained } = snapshot.configuration.controls;
    if (blocked.size === 0 && drained.size === 0) return { chain, code: 'not_configured' };
    const own = snapshot.conversation?.lastProvider;
    const drops: Drop[] = [];
    const kept = chain.filter(candidate => {
      const { alias } = candidate.provider;
      const why = blocked.has(alias) ? 'blocked' : drained.has(alias) && alias !== own ? 'drained' : undefined;
      if (why) drops.push({ candidate, why });
      return !why;
    });
    if (drops.length === 0) return { chain, code: 'none_in_chain' };
    if (kept.length > 0) return { chain: kept, drops, code: 'applied' };
    return { chain, code: 'all_blocked_ignored', detail: `all ${chain.length} providers are blocked` };
  },
};
