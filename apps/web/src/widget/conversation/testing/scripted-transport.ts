import type { ChatTransport, UIMessageChunk } from 'ai';
import type { ChatMessage } from '../chat-message.ts';

/** What one request of a conversation meets. */
export type Meeting =
  | { readonly chunks: readonly UIMessageChunk[]; readonly atEnd: 'close' | 'break' | 'hang' }
  | { readonly refuse: Error }
  | { readonly nothingRuns: true };

/** A carrier that plays its meetings in order and remembers what was asked. */
export class ScriptedTransport implements ChatTransport<ChatMessage> {
  readonly requests: string[] = [];
  readonly #meetings: Meeting[];

  constructor(meetings: readonly Meeting[]) {
    this.#meetings = [...meetings];
  }

  async sendMessages(
    options: Parameters<ChatTransport<ChatMessage>['sendMessages']>[0],
  ): Promise<ReadableStream<UIMessageChunk>> {
    const question = options.messages.findLast(({ role }) => role === 'user');
    this.requests.push(
      `${options.trigger === 'submit-message' ? 'ask' : `regenerate ${options.messageId}`} ${question?.id}`,
    );
    const stream = this.#meet(options.abortSignal);
    if (!stream) throw new Error('A question was met by nothing.');
    return stream;
  }

  async reconnectToStream(
    options: Parameters<ChatTransport<ChatMessage>['reconnectToStream']>[0],
  ): Promise<ReadableStream<UIMessageChunk> | null> {
    this.requests.push('resume');
    return this.#meet(options.abortSignal);
  }

  #meet(signal: AbortSignal | undefined): ReadableStream<UIMessageChunk> | null {
    const meeting = this.#meetings.shift();
    if (!meeting) throw new Error('The script has no more meetings.');
    if ('refuse' in meeting) throw meeting.refuse;
    return 'nothingRuns' in meeting ? null : streamOf(meeting, signal);
  }
}

function streamOf(
  { chunks, atEnd }: Extract<Meeting, { atEnd: unknown }>,
  signal: AbortSignal | undefined,
): ReadableStream<UIMessageChunk> {
  let next = 0;
  return new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      const chunk = chunks[next++];
      if (chunk) return controller.enqueue(chunk);
      if (atEnd === 'close') return controller.close();
      if (atEnd === 'break') return controller.error(new TypeError('network error'));
      await new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve(), { once: true }));
      controller.error(new DOMException('left', 'AbortError'));
    },
  });
}

/** The chunks of an answer, up to its terminal one. */
export function answerChunks(text: string, end: 'finish' | 'abort' | 'none' = 'finish'): UIMessageChunk[] {
  const chunks: UIMessageChunk[] = [
    { type: 'start', messageId: 'answer-1', messageMetadata: { streamId: 'stream-1' } },
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: text },
  ];
  if (end === 'finish') chunks.push({ type: 'text-end', id: 't' }, { type: 'finish', finishReason: 'stop' });
  if (end === 'abort') chunks.push({ type: 'abort' });
  return chunks;
}
