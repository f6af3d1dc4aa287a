import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of this origin may open a WebSocket: our own, or one that the configuration names. Browsers send
 * cookies along to any WebSocket and let any page read it, so that who does not say where it comes from is refused.
 *
 * @param allowed as browsers name them, such as `https://shop.example.com`
 */
export function isAllowedOrigin({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: ofOrigin, origin: plain } = new URL(origin);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return ofOrigin === host?.toLowerCase() || allowed.includes(plain);
}
