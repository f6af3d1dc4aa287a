import type { Provider, RouterSettings } from '@naru/router';
import type { Config } from './config.ts';

/** What the router is made of, but for the adapters behind the providers. */
export interface RoutingParts {
  readonly providers: readonly Provider[];
  readonly settings: RouterSettings;
}

export function toRouterSettings({ providers, routing }: Config): RoutingParts {
  return { providers: providers.map(({ provider }) => provider), settings: routing };
}
