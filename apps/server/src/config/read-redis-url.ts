import type { ConfigMistake } from './mistake.ts';
import { textOf, type Environment } from './read-environment.ts';
import { Secret } from './secret.ts';

const WHERE = 'REDIS_URL';
const SCHEMES: ReadonlySet<string> = new Set(['redis:', 'rediss:']);

/** Where instances share what they know. Held as a secret, since a password may be in it. */
export function readRedisUrl(env: Environment): {
  readonly url: Secret | undefined;
  readonly mistakes: readonly ConfigMistake[];
} {
  const text = textOf(env, WHERE);
  if (text === undefined) return { url: undefined, mistakes: [] };
  const url = URL.parse(text);
  if (url && SCHEMES.has(url.protocol) && url.hostname !== '') return { url: new Secret(text), mistakes: [] };
  const found = url ? `an address of the kind ${url.protocol}` : 'no address';
  const allowed = 'redis://host:port or rediss://user:password@host:port';
  return { url: undefined, mistakes: [{ where: WHERE, source: 'environment', found, allowed }] };
}
