/** `fetch` with a cookie jar, as a browser keeps one for a page of the same origin. */
export function createBrowser(origin: string): { readonly fetch: typeof fetch; readonly cookies: Map<string, string> } {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
      headers.set('origin', origin);
      headers.set('sec-fetch-site', 'same-origin');
      const response = await fetch(input, { ...init, headers });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const equals = pair.indexOf('=');
        cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
      }
      return response;
    },
  };
}
