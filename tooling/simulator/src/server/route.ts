import type { Provider } from './provider.ts';

/** Where a request wants to go. */
export type Route =
  | { readonly kind: 'control'; readonly path: readonly string[]; readonly query: URLSearchParams }
  | { readonly kind: 'answer'; readonly provider: Provider; readonly path: string }
  | { readonly kind: 'models'; readonly provider: Provider }
  | { readonly kind: 'wrong-method'; readonly allowed: string }
  | { readonly kind: 'unknown'; readonly provider: Provider | undefined; readonly path: string };

/** Finds the provider by the first part of the path; a path without a provider's name goes to the first provider. */
export function routeOf(method: string, target: string, providers: ReadonlyMap<string, Provider>): Route {
  const url = new URL(target, 'http://simulator.invalid');
  const [first = '', ...rest] = url.pathname.slice(1).split('/');
  if (first === 'control') return { kind: 'control', path: rest, query: url.searchParams };
  const named = providers.get(first);
  const provider = named ?? (first === 'v1' ? providers.values().next().value : undefined);
  const path = named ? `/${rest.join('/')}` : url.pathname;
  if (!provider) return { kind: 'unknown', provider, path };
  if (path === provider.protocol.path || provider.protocol.matches?.(path)) {
    return method === 'POST' ? { kind: 'answer', provider, path } : { kind: 'wrong-method', allowed: 'POST' };
  }
  if (path === '/v1/models' && provider.protocol.modelsDocument([])) {
    return method === 'GET' ? { kind: 'models', provider } : { kind: 'wrong-method', allowed: 'GET' };
  }
  return { kind: 'unknown', provider, path };
}
