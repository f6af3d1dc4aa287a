import { sha256Hex } from '@naru/kernel';

const HEX_OF_64_BITS = 16;

/**
 * The advisory locks of `names`, each once, in the order in which everybody takes them, so that nobody waits in a
 * circle. Two names may share a lock, which costs time and nothing else. Locks are one space for a whole database:
 * `schema` keeps its tenants apart.
 *
 * @returns signed 64-bit integers as text
 */
export function lockKeys(schema: string, names: readonly string[]): readonly string[] {
  const keys = names.map(name => {
    const digest = sha256Hex(`naru\n${schema}\n${name}`).slice(0, HEX_OF_64_BITS);
    return BigInt.asIntN(64, BigInt(`0x${digest}`));
  });
  return [...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1)).map(String);
}
