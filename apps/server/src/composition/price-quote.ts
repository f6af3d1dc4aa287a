import type { PriceQuote, TokenPrices } from '@naru/chat';
import { CallRefusedError, type Router } from '@naru/router';

/** What chat may know of prices: those of the providers that the router would ask now, in its order. */
export function priceQuote(router: Pick<Router, 'explain' | 'providers'>): PriceQuote {
  const ofProvider = (alias: string): TokenPrices | undefined =>
    router.providers.find(provider => provider.alias === alias)?.prices;
  return {
    ofProvider,
    ofPolicy(policy) {
      // Most servers know no price, and need no decision to say so.
      if (router.providers.every(({ prices }) => prices === undefined)) return [];
      return chainOf(policy, router)
        .map(ofProvider)
        .filter(prices => prices !== undefined);
    },
  };
}

/** A policy that nobody knows is refused when it is asked, and costs nothing. */
function chainOf(policy: string, router: Pick<Router, 'explain'>): readonly string[] {
  try {
    return router.explain({ policy, mode: 'stream' }).chain;
  } catch (error) {
    if (error instanceof CallRefusedError) return [];
    throw error;
  }
}
