import type { ProviderPrices } from '../providers/provider.ts';
import type { ScriptedProvider } from './scenario.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { VirtualRouter } from './virtual-router.ts';

/** Plans each change of prices as a reload of the configuration with all that hold from then on. */
export function planPriceChanges(
  providers: readonly ScriptedProvider[],
  clock: VirtualClock,
  router: VirtualRouter,
): void {
  const instants = new Set(providers.flatMap(({ priceChanges = [] }) => priceChanges.map(({ atMs }) => atMs)));
  for (const atMs of instants) {
    const reloaded = providers.map(scripted => {
      const prices = pricesAt(scripted, atMs);
      return { ...scripted.provider, ...(prices && { prices }) };
    });
    clock.schedule(atMs, () => router.reconfigure(reloaded));
  }
}

function pricesAt({ provider, priceChanges = [] }: ScriptedProvider, atMs: number): ProviderPrices | undefined {
  return priceChanges.findLast(change => change.atMs <= atMs)?.prices ?? provider.prices;
}
