import type { Provider } from '@naru/router';
import { isLoopback } from './loopback.ts';
import { textOf, type Environment } from './read-environment.ts';
import { Secret } from './secret.ts';

interface Vendor {
  readonly variable: string;
  readonly host: string;
}

/** Variables that other programs use too: good for the vendor's own host only, lest a key reach a stranger. */
const VENDORS: ReadonlyMap<string, Vendor> = new Map([
  ['openai', { variable: 'OPENAI_API_KEY', host: 'api.openai.com' }],
  ['anthropic', { variable: 'ANTHROPIC_API_KEY', host: 'api.anthropic.com' }],
]);

export interface ProviderKey {
  /** The variables that are looked at, the first that is set wins. */
  readonly names: readonly string[];
  readonly key: Secret | undefined;
  readonly warnings: readonly string[];
}

export function keyNameOf(alias: string): string {
  return `NARU_KEY_${alias.toUpperCase().replaceAll('-', '_')}`;
}

/** The API key of a provider, by V-CFG-0. A `keyEnv` that the config names is the only one looked at. */
export function providerKey(
  { alias, protocol, url }: Pick<Provider, 'alias' | 'protocol' | 'url'>,
  keyEnv: string | undefined,
  env: Environment,
): ProviderKey {
  const host = url === '' ? '' : new URL(url).hostname;
  const vendor = VENDORS.get(protocol);
  const isVendorsPrimary = vendor !== undefined && alias === 'primary' && host === vendor.host;
  const names = keyEnv ? [keyEnv] : [keyNameOf(alias), ...(isVendorsPrimary ? [vendor.variable] : [])];
  const text = names.map(name => textOf(env, name)).find(found => found !== undefined);
  const key = text === undefined ? undefined : new Secret(text);

  const warnings: string[] = [];
  if (!key && host !== '' && vendor && (host === vendor.host || textOf(env, vendor.variable))) {
    const unused = textOf(env, vendor.variable) ? ` ${vendor.variable} is for primary at ${vendor.host} only.` : '';
    warnings.push(`Provider ${alias} has no API key; set ${names.join(' or ')}.${unused}`);
  }
  if (key && url.startsWith('http:') && !isLoopback(host)) {
    warnings.push(`Provider ${alias} is sent its API key over plain http; use https.`);
  }
  return { names, key, warnings };
}
