import type { Provider, ProviderTimeouts } from '../providers/provider.ts';

export const PROVIDER_TIMEOUTS: ProviderTimeouts = {
  connectMs: 2_000,
  firstTokenMs: 6_000,
  jsonHeadersMs: 30_000,
  idleMs: 20_000,
  totalMs: 120_000,
  dripGraceMs: 10_000,
  minCharsPerSecond: 1,
};

export interface ProviderOverrides extends Omit<Partial<Provider>, 'timeouts' | 'capabilities'> {
  readonly timeouts?: Partial<ProviderTimeouts>;
  readonly capabilities?: Partial<Provider['capabilities']>;
}

/** A provider in which only what the test names matters: it can do everything and costs nothing known. */
export function aProvider({ timeouts, capabilities, ...overrides }: ProviderOverrides = {}): Provider {
  const alias = overrides.alias ?? 'primary';
  return {
    alias,
    protocol: 'openai',
    url: `https://${alias.replaceAll('_', '-')}.example/v1`,
    model: `${alias}-model`,
    ...overrides,
    timeouts: { ...PROVIDER_TIMEOUTS, ...timeouts },
    capabilities: { tools: true, vision: true, retainsPrompts: false, ...capabilities },
  };
}
