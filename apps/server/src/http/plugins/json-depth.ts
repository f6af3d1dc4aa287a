/**
 * Whether parsed JSON nests deeper than `maxDepth`. Looks no further down than that, so that a body made of
 * brackets costs neither the stack nor, later, whoever writes it out again.
 */
export function isDeeperThan(value: unknown, maxDepth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (maxDepth === 0) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof member === 'object' && member !== null && isDeeperThan(member, maxDepth - 1)) return true;
  }
  return false;
}
