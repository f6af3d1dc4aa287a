import type { ChatTransport, UIMessageChunk } from 'ai';
import type { ChatMessage } from './chat-message.ts';
import { isUnreachable } from './problem.ts';

/** How the last request of a conversation ended, as its stream told. */
export type StreamEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'error'; readonly error: Error }
  /** The body ended without a terminal chunk: what is shown is not the whole answer. */
  | { readonly kind: 'truncated'; readonly receivedChars: number }
  /** The network refused the question itself; whether it arrived is unknown. */
  | { readonly kind: 'not-sent'; readonly error: Error }
  /** The connection broke in the middle of an answer, or could not be made again. */
  | { readonly kind: 'disconnected'; readonly receivedChars: number }
  /** A resume found nothing running. */
  | { readonly kind: 'nothing-running' }
  /** The page itself left. */
  | { readonly kind: 'left' };

/**
 * Looks at every chunk that passes and remembers how the stream ended. The AI SDK reports a body that just
 * stops as success, so the page must look for itself. Works over any carrier.
 */
export class WatchedTransport implements ChatTransport<ChatMessage> {
  readonly #inner: ChatTransport<ChatMessage>;
  /** A resume replays the answer from its beginning, so what is there is replaced, not appended to. */
  readonly resumeStreamIsReplay = true;
  #end: StreamEnd = { kind: 'left' };
  #receivedChars = 0;

  constructor(inner: ChatTransport<ChatMessage>) {
    this.#inner = inner;
  }

  /** As of the last request that was made. */
  get end(): StreamEnd {
    return this.#end;
  }

  async sendMessages(
    options: Parameters<ChatTransport<ChatMessage>['sendMessages']>[0],
  ): Promise<ReadableStream<UIMessageChunk>> {
    return this.#watch(await this.#request('ask', () => this.#inner.sendMessages(options)));
  }

  async reconnectToStream(
    options: Parameters<ChatTransport<ChatMessage>['reconnectToStream']>[0],
  ): Promise<ReadableStream<UIMessageChunk> | null> {
    const stream = await this.#request('resume', () => this.#inner.reconnectToStream(options));
    if (stream) return this.#watch(stream);
    this.#end = { kind: 'nothing-running' };
    return null;
  }

  async #request<Answer>(stage: 'ask' | 'resume', send: () => Promise<Answer>): Promise<Answer> {
    this.#end = { kind: 'left' };
    this.#receivedChars = 0;
    try {
      return await send();
    } catch (error) {
      this.#failed(error, stage);
      throw error;
    }
  }

  #watch(stream: ReadableStream<UIMessageChunk>): ReadableStream<UIMessageChunk> {
    const reader = stream.getReader();
    return new ReadableStream<UIMessageChunk>({
      pull: async controller => {
        try {
          const { done, value } = await reader.read();
          if (done) {
            if (this.#end.kind === 'left') this.#end = { kind: 'truncated', receivedChars: this.#receivedChars };
            controller.close();
          } else {
            this.#saw(value);
            controller.enqueue(value);
          }
        } catch (error) {
          this.#failed(error, 'answer');
          controller.error(error);
        }
      },
      cancel: reason => reader.cancel(reason),
    });
  }

  #saw(chunk: UIMessageChunk): void {
    if (chunk.type === 'text-delta') this.#receivedChars += chunk.delta.length;
    else if (chunk.type === 'finish') this.#end = { kind: 'finished' };
    else if (chunk.type === 'abort') this.#end = { kind: 'aborted' };
    else if (chunk.type === 'error') this.#end = { kind: 'error', error: new Error(chunk.errorText) };
  }

  #failed(error: unknown, stage: 'ask' | 'resume' | 'answer'): void {
    if (this.#end.kind !== 'left' || isAbort(error)) return;
    const known = error instanceof Error ? error : new Error(String(error));
    if (stage === 'answer') this.#end = { kind: 'disconnected', receivedChars: this.#receivedChars };
    else if (!isUnreachable(known)) this.#end = { kind: 'error', error: known };
    else if (stage === 'ask') this.#end = { kind: 'not-sent', error: known };
    else this.#end = { kind: 'disconnected', receivedChars: 0 };
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
