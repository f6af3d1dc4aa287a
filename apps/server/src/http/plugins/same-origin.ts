import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a call that changes something, made with nothing but a cookie, may come from a page of ours. Browsers
 * always say where such a call comes from; who says nothing is no browser, and holds no cookie by accident.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === headers.host;
}
