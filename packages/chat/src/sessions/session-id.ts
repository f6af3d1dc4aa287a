import type { Ids } from '@naru/kernel';
import { ownerKey, userSegment, type Owner } from '../owner.ts';

const RANDOM_PART = /^[0-9a-f]{32}$/;

/** Names a new conversation: `u:<user id>:<128 random bits>` for a user, else `s:<128 random bits>`. */
export function newSessionId(owner: Owner, ids: Ids): string {
  return owner.kind === 'anonymous' ? `s:${ids.newId()}` : `${ownerKey(owner)}:${ids.newId()}`;
}

/**
 * What a chat id may be to its sender.
 *
 * - `server-made`: has the form of our ids, so it names a conversation that is there, or nothing.
 * - `foreign`: stands in another user's name space. To be answered as not found.
 * - `alias`: the client's own name; names a conversation that is there, or else a new one. Also what a user
 *   puts behind the own `u:<user id>`.
 */
export type ChatIdForm = 'server-made' | 'foreign' | 'alias';

export function chatIdForm(chatId: string, owner: Owner): ChatIdForm {
  if (chatId.startsWith('s:')) return RANDOM_PART.test(chatId.slice(2)) ? 'server-made' : 'alias';
  if (!chatId.startsWith('u:')) return 'alias';
  const [, userId, ...rest] = chatId.split(':');
  if (owner.kind !== 'user' || userSegment(owner.userId) !== userId) return 'foreign';
  return RANDOM_PART.test(rest.join(':')) ? 'server-made' : 'alias';
}
