/**
 * Reads one JSON answer of the page's own server; `undefined` for 404.
 *
 * @throws {TypeError} when the server cannot be reached, {Error} with the body as its message for any other refusal
 */
export async function readJson(fetch: typeof globalThis.fetch, url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, {
    credentials: 'same-origin',
    ...init,
    headers: { accept: 'application/json', ...(init.body ? { 'content-type': 'application/json' } : {}) },
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(await response.text());
  return response.status === 204 ? undefined : response.json();
}
