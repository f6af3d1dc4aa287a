import type { ConfigMistake } from './mistake.ts';
import { textOf, type Environment } from './read-environment.ts';
import { Secret } from './secret.ts';

const WHERE = 'DATABASE_URL';
const SCHEMES: ReadonlySet<string> = new Set(['postgres:', 'postgresql:']);
const ALLOWED = 'postgresql://user:password@host:5432/database, in which the password is percent-encoded';

/** The PostgreSQL in which everything is kept. Held as a secret, since a password may be in it. */
export function readDatabaseUrl(env: Environment): {
  readonly url: Secret | undefined;
  readonly mistakes: readonly ConfigMistake[];
} {
  const text = textOf(env, WHERE);
  if (text === undefined) return { url: undefined, mistakes: [] };
  const found = problemOf(URL.parse(text));
  if (found === undefined) return { url: new Secret(text), mistakes: [] };
  return { url: undefined, mistakes: [{ where: WHERE, source: 'environment', found, allowed: ALLOWED }] };
}

function problemOf(url: URL | null): string | undefined {
  if (!url) return 'no address';
  if (!SCHEMES.has(url.protocol)) return `an address of the kind ${url.protocol}`;
  if (url.hostname === '') return 'an address without a host';
  if (url.pathname.length < 2) return 'an address without a database';
  return [url.username, url.password, url.pathname].every(isEncoded)
    ? undefined
    : 'a percent sign that encodes nothing';
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
