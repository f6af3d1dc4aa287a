/**
 * 32 bits of a text, evenly spread: FNV-1a over its UTF-16 units, mixed by the finalizer of MurmurHash3 (Austin
 * Appleby, public domain). The same on every machine and for ever, for shares are cut by it. No protection.
 */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix32(hash);
}

/** Where two hashes meet on the way from 0 to 1, evenly spread. */
export function shareOf(hash: number, other: number): number {
  return mix32(hash ^ other) / 4_294_967_296;
}

function mix32(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
