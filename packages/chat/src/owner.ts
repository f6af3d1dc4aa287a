import { sha256Hex } from '@naru/kernel';

/** Who a conversation belongs to. Made by the server's authentication, never from a request's body. */
export type Owner =
  /** Made by `userOwner`, so that `userId` holds no `:`. */
  | { readonly kind: 'user'; readonly userId: string }
  /** Known by a cookie only; `anonymousId` is derived from its secret and safe to store. */
  | { readonly kind: 'anonymous'; readonly anonymousId: string };

const PLAIN_USER_ID = /^[^\s:\p{C}]{1,100}$/u;
const HASHED_USER_ID = /^h-[0-9a-f]{64}$/;

/**
 * The owner behind a token's subject. A subject that could not stand in a session id as it is (a `:`, white
 * space, too long) is replaced by its hash, and so is one that looks like such a hash: different subjects never
 * become the same owner.
 *
 * @throws {RangeError} when the subject is empty
 */
export function userOwner(subject: string): Owner {
  if (subject === '') throw new RangeError('a user id must not be empty');
  const isPlain = PLAIN_USER_ID.test(subject) && !HASHED_USER_ID.test(subject);
  return { kind: 'user', userId: isPlain ? subject : `h-${sha256Hex(subject)}` };
}

/** A text that is equal for equal owners and different for different ones, to store and to look up by. */
export function ownerKey(owner: Owner): string {
  return owner.kind === 'user' ? `u:${owner.userId}` : `a:${owner.anonymousId}`;
}
