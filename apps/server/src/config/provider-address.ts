export const PROTOCOLS = ['openai', 'anthropic', 'generate', 'bedrock', 'toy'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A provider as a URL names it: `openai+https://host/v1#model` (R-CFG-1). */
export interface ProviderAddress {
  readonly protocol: Protocol | undefined;
  /** Without a slash at its end; empty for the embedded provider. */
  readonly url: string;
  readonly model: string | undefined;
}

export type ParsedAddress =
  | { readonly kind: 'address'; readonly address: ProviderAddress }
  | { readonly kind: 'mistake'; readonly allowed: string };

export const ADDRESS_FORM = `https://host/path, with ${PROTOCOLS.slice(0, -1).join('+, ')}+ before it and #model behind it where needed, or toy`;

const PARTS = /^(?:([a-z][a-z0-9-]*)\+)?(https?:\/\/[^#\s]+)(?:#(.*))?$/i;

export function parseProviderAddress(text: string): ParsedAddress {
  if (/^toy:?$/i.test(text)) return { kind: 'address', address: { protocol: 'toy', url: '', model: undefined } };
  const [, prefix, rawUrl = '', fragment] = PARTS.exec(text) ?? [];
  if (!URL.canParse(rawUrl)) return { kind: 'mistake', allowed: ADDRESS_FORM };

  const protocol = PROTOCOLS.find(known => known === prefix?.toLowerCase());
  if (prefix !== undefined && (protocol === undefined || protocol === 'toy')) {
    return { kind: 'mistake', allowed: `one of ${PROTOCOLS.slice(0, -1).join(', ')} before the +` };
  }
  const { username, password, origin, pathname, search } = new URL(rawUrl);
  if (username || password) {
    return { kind: 'mistake', allowed: 'a URL without user name and password; a key is given by NARU_KEY_<ALIAS>' };
  }
  const model = fragment?.trim() || undefined;
  return { kind: 'address', address: { protocol, url: origin + pathname.replace(/\/+$/, '') + search, model } };
}
