/**
 * A 32-bit hash that is the same in every process, restart and version: FNV-1a (Fowler, Noll, Vo) over UTF-16 units,
 * mixed once more by the finaliser of MurmurHash3 (Appleby, public domain), without which ids that count up would not
 * spread evenly.
 */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
