import type { StageName } from '../decision.ts';
import type { Stage } from '../stage.ts';

/** What was dropped here stays dropped, whoever forces it. An open circuit does not. */
const FINAL_DROPS: ReadonlySet<StageName> = new Set(['policy', 'capability', 'blocklist']);

/** Puts the operator's provider first. */
export const forced: Stage = {
  name: 'forced',
  rule:
    "The operator's provider first, cooling or open as it may be; `blocked` if a blocklist that holds, capability or " +
    'tenant dropped it, `not_found` if it is unknown. Where an all-blocking list was ignored, forced applies.',
  settings: ['QS_LLM_FORCE_PROVIDER'],
  apply(chain, { snapshot, candidates, droppedBy }) {
    const wanted = snapshot.configuration.controls.forced;
    if (!wanted) return { chain, code: 'not_configured' };
    if (wanted === 'unknown') return { chain, code: 'not_found', provider: 'unknown' };
    const candidate = candidates.find(({ provider }) => provider.alias === wanted.alias);
    if (!candidate) return { chain, code: 'not_found', provider: 'unknown', detail: 'not in the chain of this policy' };
    const dropped = chain.includes(candidate) ? undefined : droppedBy(wanted.alias);
    if (dropped && FINAL_DROPS.has(dropped)) {
      return { chain, code: 'blocked', provider: wanted.alias, detail: `dropped by ${dropped}` };
    }
    const first = chain[0] === candidate ? chain : [candidate, ...chain.filter(other => other !== candidate)];
    return { chain: first, code: 'selected', provider: wanted.alias };
  },
};
