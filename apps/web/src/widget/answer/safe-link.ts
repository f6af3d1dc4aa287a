/**
 * The address of a link in model text, if it may be followed: `https:`, no user name or password, the standard port
 * and a host that stands on the shop's list letter by letter. Anything else is no link.
 */
export function safeLink(address: string, hosts: readonly string[]): string | undefined {
  let url: URL;
  try {
    // No base: a relative address must not become one of this server's own.
    url = new URL(address);
  } catch {
    return undefined;
  }
  const isPlain = url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '';
  return isPlain && hosts.includes(url.hostname) ? url.href : undefined;
}
