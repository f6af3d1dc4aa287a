import type { Provider } from './provider.ts';

/** How a setting names a provider by its address. What is missing matches anything. */
interface ProviderAddress {
  readonly protocol: string | undefined;
  readonly url: string;
  readonly model: string | undefined;
}

const ADDRESS = /^(?:([a-z][a-z0-9-]*)\+)?(https?:\/\/[^#]*)(?:#(.*))?$/i;

/**
 * The providers that a setting means: the one with that alias, else all with that URL. A URL may carry its
 * protocol (`openai+https://…`) and model (`…#model`), which then must match too.
 */
export function providersNamed(name: string, providers: readonly Provider[]): readonly Provider[] {
  const wanted = name.trim();
  const byAlias = providers.find(provider => provider.alias === wanted);
  if (byAlias) return [byAlias];
  const address = parseAddress(wanted);
  if (!address) return [];
  return providers.filter(provider => {
    const own = parseAddress(provider.url);
    return (
      own?.url === address.url &&
      (address.protocol ?? provider.protocol) === provider.protocol &&
      (address.model ?? provider.model) === provider.model
    );
  });
}

function parseAddress(text: string): ProviderAddress | undefined {
  const [, protocol, url, model] = ADDRESS.exec(text) ?? [];
  if (!url || !URL.canParse(url)) return undefined;
  const { origin, pathname, search } = new URL(url);
  return {
    protocol: protocol?.toLowerCase(),
    url: origin + pathname.replace(/\/+$/, '') + search,
    model: model || undefined,
  };
}
