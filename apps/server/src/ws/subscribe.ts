import type { HistoryBody, SocketSubscription } from '@naru/api-contract';
import type { ChatEngine, Owner, TurnStream } from '@naru/chat';
import { toHistoryBody } from '../http/public/to-history-body.ts';
import { channelChatId } from './channel-chat-id.ts';

/** What a subscriber gets: first the snapshot, where there is one, then each stream from its place on. */
export interface Subscribed {
  readonly sessionId: string;
  /** Of chunks already seen, or already told by the snapshot. */
  readonly seq: number;
  readonly snapshot: HistoryBody | undefined;
  readonly streams: readonly { readonly stream: TurnStream; readonly afterSeq: number }[];
}

/**
 * Finds the place from which a subscriber goes on. `undefined` for a conversation that is not there, or not the
 * owner's.
 */
export async function subscribe(
  { ch, sid, lastSeq }: SocketSubscription,
  owner: Owner,
  chat: Pick<ChatEngine, 'history' | 'resume' | 'stream'>,
): Promise<Subscribed | undefined> {
  const chatId = channelChatId(ch);
  // Before the history: an answer that ends in between is then told twice, never not at all.
  const running = await chat.resume(owner, chatId);
  const history = await chat.history(owner, chatId);
  if (!history) return undefined;
  const sessionId = history.session.id;
  const fromStart = running ? [{ stream: running, afterSeq: 0 }] : [];
  if (lastSeq === undefined) return { sessionId, seq: 0, snapshot: undefined, streams: fromStart };

  const known = sid === undefined ? undefined : await chat.stream(owner, sid);
  if (known?.session.id !== sessionId) {
    const snapshot = { ...toHistoryBody(history), activeStreamId: running?.streamId ?? null };
    return { sessionId, seq: 0, snapshot, streams: fromStart };
  }
  const later = fromStart.filter(({ stream }) => stream.streamId !== known.streamId);
  return { sessionId, seq: lastSeq, snapshot: undefined, streams: [{ stream: known, afterSeq: lastSeq }, ...later] };
}
