/** How much room a question has left. */
export type Room =
  | { readonly kind: 'plenty' }
  | { readonly kind: 'near'; readonly left: number }
  | { readonly kind: 'over'; readonly excess: number };

const NEAR_SHARE = 0.9;

export function roomIn(text: string, maxChars: number): Room {
  const { length } = text.trim();
  if (length > maxChars) return { kind: 'over', excess: length - maxChars };
  if (length >= maxChars * NEAR_SHARE) return { kind: 'near', left: maxChars - length };
  return { kind: 'plenty' };
}
