export interface EndpointRule {
  /** What follows the version, such as `/chat/completions`. */
  readonly path: string;
  /** Whether a base address without a version in its path gets `/v1`; `bare`: only one without any path. */
  readonly addsVersion: 'always' | 'bare';
}

/**
 * The address to post to, from a provider's base address as people write it: with or without `/v1`, with or
 * without a slash at its end, or whole. A query is kept.
 *
 * @throws {TypeError} when the address is not an absolute http or https URL; the message holds no password
 */
export function endpointUrl(base: string, { path, addsVersion }: EndpointRule): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError('A provider URL must begin with http:// or https:// and name a host');
  }
  if (url.username || url.password) {
    throw new TypeError('A provider URL may not hold a user name or password; name an API key instead');
  }
  url.hash = '';
  const stem = url.pathname.replace(/\/+$/, '');
  const isWhole = stem.endsWith(path) && (addsVersion === 'bare' || endsWithVersion(stem.slice(0, -path.length)));
  if (isWhole) {
    url.pathname = stem;
    return url;
  }
  const hasVersion = endsWithVersion(stem) || (addsVersion === 'bare' && stem !== '');
  url.pathname = `${stem}${hasVersion ? '' : '/v1'}${path}`;
  return url;
}

function endsWithVersion(path: string): boolean {
  return /\/v\d+[a-z0-9]*$/.test(path);
}
