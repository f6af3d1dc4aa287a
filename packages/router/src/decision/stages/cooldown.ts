import type { Stage } from '../stage.ts';

/** Puts providers that have just failed behind those that have not. */
export const cooldown: Stage = {
  name: 'cooldown',
  rule: 'Providers that are cooling go last, in their order; if all are cooling, the order is unchanged.',
  settings: ['QS_LLM_PROVIDER_COOLDOWN_SEC'],
  apply(chain, { snapshot }) {
    if (snapshot.configuration.cooldownMs === 0) return { chain, code: 'off' };
    const cooling = chain.filter(({ signals }) => signals.coolingLeftMs > 0);
    if (cooling.length === 0) return { chain, code: 'none_cooling' };
    if (cooling.length === chain.length) return { chain, code: 'all_cooling' };
    const ready = chain.filter(({ signals }) => signals.coolingLeftMs <= 0);
    // A head that was passed over is what operators count; a cooling provider further down changed nothing.
    const head = chain[0] === cooling[0] ? cooling[0] : undefined;
    return { chain: [...ready, ...cooling], code: 'applied', ...(head && { provider: head.provider.alias }) };
  },
};
