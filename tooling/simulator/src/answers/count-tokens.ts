/** A plausible token count: one token for four bytes of UTF-8. Deterministic, which matters more here than truth. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
