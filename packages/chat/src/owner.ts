/** Who a conversation belongs to. Made by the server's authentication, never from a request's body. */
export type Owner =
  | { readonly kind: 'user'; readonly userId: string }
  /** Known by a cookie only; `anonymousId` is derived from its secret and safe to store. */
  | { readonly kind: 'anonymous'; readonly anonymousId: string };

/** A text that is equal for equal owners and different for different ones, to store and to look up by. */
export function ownerKey(owner: Owner): string {
  return owner.kind === 'user' ? `u:${owner.userId}` : `a:${owner.anonymousId}`;
}
