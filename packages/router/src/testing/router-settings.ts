import type { RouterSettings } from '../router-settings.ts';

/** Settings in which only what the test names matters: every provider in order, nothing blocked or forced, nobody asked by itself. */
export function routerSettings(overrides: Partial<RouterSettings> = {}): RouterSettings {
  return {
    policies: { default: { preset: 'gateway' } },
    tenants: {},
    tiers: {},
    blocklist: [],
    cooldownMs: 15_000,
    breaker: { syntheticProbes: false },
    ...overrides,
  };
}
