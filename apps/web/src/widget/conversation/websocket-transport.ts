import type { SocketFrameOf } from '@naru/api-contract';
import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';
import { AnswerFeed } from './socket/answer-feed.ts';
import { SocketBlockedError, SocketLink } from './socket/socket-link.ts';
import type { Reply } from './socket/socket-link-deps.ts';
import type { SocketWorld } from './socket/socket-world.ts';

export { SocketBlockedError } from './socket/socket-link.ts';
export type { SocketLike, SocketWorld } from './socket/socket-world.ts';

export interface WebSocketTransportOptions {
  readonly world: SocketWorld;
  /** Chunk types that the client understands beyond those of every major. */
  readonly accepts?: readonly string[];
  readonly timeZone?: string;
}

type Sending<Message extends UIMessage> = Parameters<ChatTransport<Message>['sendMessages']>[0];
type Reconnecting<Message extends UIMessage> = Parameters<ChatTransport<Message>['reconnectToStream']>[0];
type Chunks = ReadableStream<UIMessageChunk>;

/**
 * Questions and answers over `naru.v1`. While an answer is read, a lost connection is made again and the answer goes
 * on after its last chunk, unseen by the reader. Where WebSocket does not work, calls reject with `SocketBlockedError`.
 */
export class WebSocketTransport<Message extends UIMessage> implements ChatTransport<Message> {
  /** As of SSE: what a resumed answer had before is given again from its beginning. */
  readonly resumeStreamIsReplay = true;
  readonly #link: SocketLink;
  readonly #feeds = new Map<string, AnswerFeed>();

  constructor({ world, accepts = [], timeZone }: WebSocketTransportOptions) {
    const client = { name: 'naru-web', version: '1', ...(timeZone !== undefined && { tz: timeZone }) };
    this.#link = new SocketLink({
      world,
      hello: { client, accepts },
      onChunk: frame => this.#feeds.get(frame.sid)?.take(frame),
      onStreamError: frame => this.#streamFailed(frame),
      onReconnected: () => this.#feeds.forEach(feed => feed.resume()),
      onLost: () => this.#feeds.forEach(feed => feed.break(new TypeError('The connection is lost.'))),
      isNeeded: () => this.#feeds.size > 0,
    });
  }

  sendMessages({ chatId, messages, trigger, messageId, abortSignal, body }: Sending<Message>): Promise<Chunks> {
    const question = messages.findLast(({ role }) => role === 'user');
    if (!question) return Promise.reject(new TypeError('There is no question to send.'));
    const texts = question.parts.map(part => (part.type === 'text' ? part.text : undefined));
    const assistant = body && 'assistant' in body ? body.assistant : undefined;
    const p = {
      chatId,
      clientMsgId: question.id,
      text: texts.filter(text => text !== undefined).join('\n'),
      trigger,
      ...(trigger === 'regenerate-message' && messageId !== undefined && { messageId }),
      ...(assistant !== undefined && { assistant }),
    };
    return this.#ask('chat.send', p, abortSignal, reply => {
      if (reply.t !== 'ack' || reply.p.sid === null) throw new TypeError('The server named no answer.');
      return this.#feed(reply.p.sid, channelOf(chatId), abortSignal);
    });
  }

  reconnectToStream({ chatId, abortSignal }: Reconnecting<Message>): Promise<Chunks | null> {
    const ch = channelOf(chatId);
    // A place without a stream is always too old: what comes back is a snapshot, which names the running one.
    return this.#ask('sub', { ch, lastSeq: 0 }, abortSignal, reply => {
      const sid = reply.t === 'snapshot' ? reply.p.activeStreamId : null;
      if (sid !== null) return this.#feed(sid, ch, abortSignal);
      this.#link.tell('unsub', { ch });
      return null;
    });
  }

  #ask<Answer>(
    t: string,
    p: object,
    signal: AbortSignal | undefined,
    read: (reply: Exclude<Reply, { t: 'error' }>) => Answer,
  ): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const onAbort = (): void => reject(new DOMException('The reader left.', 'AbortError'));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    // Read at once, not after a turn of the event loop: the first chunks may come right behind.
    const onReply = (reply: Reply): void => {
      if (reply.t === 'error' && t === 'sub' && reply.p.code === 'NOT_FOUND') return resolve(null as Answer);
      if (reply.t === 'error') return reject(new Error(JSON.stringify(reply.p)));
      try {
        resolve(read(reply));
      } catch (error) {
        reject(error);
      }
    };
    this.#link.command(t, p, onReply, () => reject(new SocketBlockedError('No WebSocket could be opened.')));
    return promise;
  }

  #feed(streamId: string, ch: string, signal: AbortSignal | undefined): Chunks {
    this.#feeds.get(streamId)?.handOver();
    const feed: AnswerFeed = new AnswerFeed({
      streamId,
      resume: after =>
        this.#link.command(
          'chat.resume',
          { sid: streamId, after },
          reply => this.#resumed(reply, feed),
          () => {},
        ),
      onOver: how => {
        if (this.#feeds.get(streamId) === feed) this.#feeds.delete(streamId);
        // The server must know that nobody reads: the next question is answered at once then.
        if (how === 'left') this.#link.tell('unsub', { ch });
      },
    });
    this.#feeds.set(streamId, feed);
    if (signal?.aborted) feed.leave();
    signal?.addEventListener('abort', () => feed.leave(), { once: true });
    return feed.stream;
  }

  /** Not here any more: the stream ends without its last word, and the reader looks it up in the history. */
  #resumed(reply: Reply, feed: AnswerFeed): void {
    if (reply.t === 'error') feed.end();
  }

  #streamFailed({ sid }: SocketFrameOf<'error'>): void {
    if (sid !== undefined) this.#feeds.get(sid)?.end();
  }
}

function channelOf(chatId: string): string {
  return chatId.startsWith('report:') ? chatId : `chat:${chatId}`;
}
