import { protocols } from '@naru/llm';

const EMBEDDED = 'toy';
/** What a provider can speak: the protocols of `@naru/llm`, in which a new one is entered, and Bedrock's SDK. */
const OVER_A_URL: readonly string[] = [...protocols.keys().filter(name => name !== EMBEDDED), 'bedrock'];
export const PROTOCOLS: readonly string[] = [...OVER_A_URL, EMBEDDED];

/** A provider as a URL names it: `openai+https://host/v1#model` (R-CFG-1). */
export interface ProviderAddress {
  readonly protocol: string | undefined;
  /** Without a slash at its end; empty for the embedded provider. */
  readonly url: string;
  readonly model: string | undefined;
}

export type ParsedAddress =
  | { readonly kind: 'address'; readonly address: ProviderAddress }
  | { readonly kind: 'mistake'; readonly allowed: string };

export const ADDRESS_FORM = `https://host/path, with ${OVER_A_URL.join('+, ')}+ before it and #model behind it where needed, or toy`;

const PARTS = /^(?:([a-z][a-z0-9-]*)\+)?(https?:\/\/[^#\s]+)(?:#(.*))?$/i;

export function parseProviderAddress(text: string): ParsedAddress {
  if (/^toy:?$/i.test(text)) return { kind: 'address', address: { protocol: EMBEDDED, url: '', model: undefined } };
  const [, prefix, rawUrl = '', fragment] = PARTS.exec(text) ?? [];
  if (!URL.canParse(rawUrl)) return { kind: 'mistake', allowed: ADDRESS_FORM };

  const protocol = PROTOCOLS.find(known => known === prefix?.toLowerCase());
  if (prefix !== undefined && (protocol === undefined || protocol === EMBEDDED)) {
    return { kind: 'mistake', allowed: `one of ${OVER_A_URL.join(', ')} before the +` };
  }
  const { username, password, origin, pathname, search } = new URL(rawUrl);
  if (username || password) {
    return { kind: 'mistake', allowed: 'a URL without user name and password; a key is given by NARU_KEY_<ALIAS>' };
  }
  const model = fragment?.trim() || undefined;
  return { kind: 'address', address: { protocol, url: origin + pathname.replace(/\/+$/, '') + search, model } };
}
