import { sha256Hex } from '@naru/kernel';
import type { GatewayKey } from './config.ts';
import type { ConfigMistake } from './mistake.ts';
import { listOf, textOf, type Environment } from './read-environment.ts';

const WHERE = 'NARU_API_KEYS';
const FORM =
  'key or tenant:key, separated by commas; a tenant is 1 to 64 of a-z, 0-9, _ and -, a key is printable ASCII without :';
const ENTRY = /^(?:([a-z0-9_-]{1,64}):)?((?!.*:)[\x21-\x7e]+)$/;
const MIN_GOOD_KEY_CHARS = 16;

/** The gateway's keys as hashes. Mistakes name an entry by its place, never by what it is. */
export function readApiKeys(env: Environment): {
  readonly keys: readonly GatewayKey[];
  readonly mistakes: readonly ConfigMistake[];
  readonly warnings: readonly string[];
} {
  const keys = new Map<string, GatewayKey>();
  const mistakes: ConfigMistake[] = [];
  const warnings: string[] = [];
  const entries = listOf(textOf(env, WHERE) ?? '');
  for (const [index, entry] of entries.entries()) {
    const [, tenant, key] = ENTRY.exec(entry) ?? [];
    const place = `entry ${index + 1} of ${entries.length}`;
    const mistake = (found: string): void => {
      mistakes.push({ where: WHERE, source: 'environment', found: `${place}: ${found}`, allowed: FORM });
    };
    if (key === undefined) {
      mistake('not of that form');
      continue;
    }
    const hash = sha256Hex(key);
    const known = keys.get(hash);
    if (known && known.tenant !== tenant) mistake('a key that another tenant has');
    keys.set(hash, { hash, tenant });
    if (key.length < MIN_GOOD_KEY_CHARS) {
      warnings.push(`${WHERE}: ${place} is shorter than ${MIN_GOOD_KEY_CHARS} characters and could be guessed.`);
    }
  }
  return { keys: [...keys.values()], mistakes, warnings };
}
