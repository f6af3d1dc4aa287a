import type { ProviderPrices } from '../../providers/provider.ts';
import type { NamedProvider } from '../controls.ts';
import { findInChain, putFirst } from '../put-first.ts';
import type { Chain, Stage } from '../stage.ts';

/** Puts the low-cost provider first, when that is wanted or a spend ceiling is crossed. */
export const cost: Stage = {
  name: 'cost',
  rule:
    'The low-cost provider first when steering is on, or by itself when a spend ceiling is crossed; where none is ' +
    'named, the one with the lowest mean price. Never for high-risk queries.',
  settings: ['QS_LLM_COST_STEERING_ENABLED', 'QS_LLM_LOW_COST_PROVIDER', 'QS_LLM_PROVIDER_COSTS_JSON', 'budgets'],
  apply(chain, { features, snapshot }) {
    const { costSteering, lowCost = cheapestOf(chain) } = snapshot.configuration.controls;
    const isOverCeiling = snapshot.spend === 'over_soft_ceiling';
    if (costSteering === 'never' || (costSteering === 'over_ceiling' && !isOverCeiling)) return { chain, code: 'off' };

    const candidate = lowCost && lowCost !== 'unknown' ? findInChain(lowCost.alias, chain) : undefined;
    const named = { ...(lowCost && { provider: candidate?.provider.alias ?? 'unknown' }) };
    if (features.risk === 'high') return { chain, code: 'high_risk_bypass', ...named };
    if (!lowCost) return { chain, code: 'not_configured' };
    if (!candidate) return { chain, code: 'not_found', ...named };
    const detail = isOverCeiling ? 'a spend ceiling is crossed' : 'steering is on';
    return { chain: putFirst(candidate, chain), code: 'selected', ...named, detail };
  },
};

/** The cheapest by mean price. One alone that has a price is not cheap, and neither is a price that all share. */
function cheapestOf(chain: Chain): NamedProvider | undefined {
  let cheapest: { readonly alias: string; readonly price: number } | undefined;
  let dearest = 0;
  for (const { provider } of chain) {
    if (!provider.prices) continue;
    const price = meanPrice(provider.prices);
    if (price < (cheapest?.price ?? Infinity)) cheapest = { alias: provider.alias, price };
    dearest = Math.max(dearest, price);
  }
  return cheapest && cheapest.price < dearest ? { alias: cheapest.alias } : undefined;
}

function meanPrice({ inputMicrosPer1k, outputMicrosPer1k }: ProviderPrices): number {
  return (inputMicrosPer1k + outputMicrosPer1k) / 2;
}
