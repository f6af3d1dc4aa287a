import { sha256Hex } from '@naru/kernel';

/** Who a conversation belongs to. Made by the server's authentication, never from a request's body. */
export type Owner =
  /** `userId` is the subject as the shop gave it, whatever it holds. */
  | { readonly kind: 'user'; readonly userId: string }
  /** Known by a cookie only; `anonymousId` is derived from its secret and safe to store. */
  | { readonly kind: 'anonymous'; readonly anonymousId: string };

const PLAIN = /^[^\s:\p{C}]{1,100}$/u;
const HASHED = /^h-[0-9a-f]{64}$/;

/**
 * A user id as it stands in session ids and keys: as it is, or its hash where it could not stand there (a `:`,
 * white space, too long). One that looks like such a hash is hashed too, so that two users never share a name.
 */
export function userSegment(userId: string): string {
  return PLAIN.test(userId) && !HASHED.test(userId) ? userId : `h-${sha256Hex(userId)}`;
}

/** A text that is equal for equal owners and different for different ones, to store and to look up by. */
export function ownerKey(owner: Owner): string {
  return owner.kind === 'user' ? `u:${userSegment(owner.userId)}` : `a:${owner.anonymousId}`;
}
