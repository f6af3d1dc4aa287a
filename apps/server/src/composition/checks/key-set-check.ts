import type { Check } from './check.ts';
import { CONNECT_MS } from './dial.ts';

/** Whether the shop's public keys can be had, without which no signed-in customer is known. */
export function keySetCheck(url: string): Check {
  return {
    name: `the shop's keys at ${new URL(url).host}`,
    advice: 'Look at the JWKS address in the configuration (users.jwks_url) and at what stands between.',
    async run() {
      const response = await fetch(url, { signal: AbortSignal.timeout(CONNECT_MS), redirect: 'error' });
      const body: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      const keys = typeof body === 'object' && body !== null && 'keys' in body ? body.keys : undefined;
      if (!Array.isArray(keys) || keys.length === 0) throw new Error('what it answers holds no keys');
    },
  };
}
