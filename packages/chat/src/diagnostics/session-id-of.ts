const SESSION_ID = /^[^\p{C}\s]{1,200}$/u;
const USER_SPACE = /^u:([^:]{1,100})(?::.*)?$/u;

export type SessionIdReading =
  { readonly kind: 'id'; readonly id: string } | { readonly kind: 'missing' } | { readonly kind: 'invalid' };

/** What came as a session id: 1 to 200 characters, none of them white space or a control character. */
export function readSessionId(given: unknown): SessionIdReading {
  if (given === undefined || given === null || given === '') return { kind: 'missing' };
  if (typeof given !== 'string' || !given.isWellFormed() || !SESSION_ID.test(given)) return { kind: 'invalid' };
  return given.startsWith('u:') && !USER_SPACE.test(given) ? { kind: 'invalid' } : { kind: 'id', id: given };
}

/** Whose an id of the form `u:<user id>` or `u:<user id>:<anything>` is, as an owner key; `undefined` for other ids. */
export function ownerKeyOfId(id: string): string | undefined {
  const userId = USER_SPACE.exec(id)?.[1];
  return userId === undefined ? undefined : `u:${userId}`;
}
