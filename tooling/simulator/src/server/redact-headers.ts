import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const SECRET: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'api-key', 'cookie', 'proxy-authorization']);
const MAX_CHARACTERS = 500;
const HASH_DIGITS = 12;

/** Headers for the log: secrets as the start of their hash, so that two of them can be compared but not used. */
export function redactHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    return [name, SECRET.has(name) ? hashOf(text) : text.slice(0, MAX_CHARACTERS)] as const;
  });
  return Object.fromEntries(entries);
}

/** How a secret appears in the log. */
export function hashOf(secret: string): string {
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, HASH_DIGITS)}`;
}
