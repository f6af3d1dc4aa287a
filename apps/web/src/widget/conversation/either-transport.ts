import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';
import { blocked, chosenCarrier, otherCarrier, type CarrierChoice, type CarrierName } from './carrier-choice.ts';
import { SocketBlockedError } from './websocket-transport.ts';

export interface EitherTransportOptions<Message extends UIMessage> {
  readonly socket: ChatTransport<Message>;
  readonly sse: ChatTransport<Message>;
  readonly nowMs: () => number;
  /** Runs `callback` after `ms` unless cancelled. */
  readonly later: (ms: number, callback: () => void) => () => void;
}

type Chunks = ReadableStream<UIMessageChunk>;
type Request<Answer> = (carrier: CarrierName, signal: AbortSignal) => Promise<Answer>;

/** The server's first chunk leaves at once. Whoever holds it back for so long holds back streams. */
const FIRST_CHUNK_MS = 8_000;

class SilentCarrierError extends Error {}

/**
 * Two ways to the same conversation behind one face: where one is blocked, the other answers, and the one that worked
 * is used from then on. A question that goes both ways is answered once, since it keeps its id.
 */
export class EitherTransport<Message extends UIMessage> implements ChatTransport<Message> {
  readonly resumeStreamIsReplay = true;
  readonly #options: EitherTransportOptions<Message>;
  #choice: CarrierChoice = {};

  constructor(options: EitherTransportOptions<Message>) {
    this.#options = options;
  }

  sendMessages(options: Parameters<ChatTransport<Message>['sendMessages']>[0]): Promise<Chunks> {
    return this.#either(options.abortSignal, (carrier, abortSignal) =>
      this.#options[carrier].sendMessages({ ...options, abortSignal }),
    );
  }

  reconnectToStream(options: Parameters<ChatTransport<Message>['reconnectToStream']>[0]): Promise<Chunks | null> {
    return this.#either(options.abortSignal, (carrier, abortSignal) =>
      this.#options[carrier].reconnectToStream({ ...options, abortSignal }),
    );
  }

  async #either<Answer extends Chunks | null>(
    signal: AbortSignal | undefined,
    request: Request<Answer>,
  ): Promise<Answer> {
    const { nowMs } = this.#options;
    const first = chosenCarrier(this.#choice, nowMs());
    const second = otherCarrier(first);
    try {
      return await this.#attempt(first, signal, request, true);
    } catch (error) {
      if (!isBlocked(error, first) || signal?.aborted) throw error;
      try {
        const answer = await this.#attempt(second, signal, request, false);
        this.#choice = blocked(first, nowMs());
        return answer;
      } catch (other) {
        if (!isBlocked(other, second)) throw other;
        // A way that was only silent is better than none. Where both fail alike there is no network to blame.
        if (error instanceof SilentCarrierError) return await this.#attempt(first, signal, request, false);
        throw error instanceof TypeError ? error : asUnreachable(other);
      }
    }
  }

  /** @param isWatched whether a stream that says nothing is given up for the other way */
  async #attempt<Answer extends Chunks | null>(
    carrier: CarrierName,
    signal: AbortSignal | undefined,
    request: Request<Answer>,
    isWatched: boolean,
  ): Promise<Answer> {
    const leaving = new AbortController();
    signal?.addEventListener('abort', () => leaving.abort(signal.reason), { once: true });
    if (signal?.aborted) leaving.abort(signal.reason);
    if (carrier === 'socket' || !isWatched) return request(carrier, leaving.signal);

    const { promise: silence, reject } = Promise.withResolvers<never>();
    const stopWaiting = this.#options.later(FIRST_CHUNK_MS, () => {
      reject(new SilentCarrierError('Nothing came by this way.'));
      leaving.abort();
    });
    try {
      const answer = await Promise.race([request(carrier, leaving.signal), silence]);
      if (answer === null) return answer;
      const reader = (answer as Chunks).getReader();
      const first = await Promise.race([reader.read(), silence]);
      return resumed(first, reader) as Answer;
    } finally {
      stopWaiting();
    }
  }
}

/** The stream whose first chunk was taken out to be looked at. */
function resumed(
  first: ReadableStreamReadResult<UIMessageChunk>,
  reader: ReadableStreamDefaultReader<UIMessageChunk>,
): Chunks {
  let next: ReadableStreamReadResult<UIMessageChunk> | undefined = first;
  return new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      const { done, value } = next ?? (await reader.read());
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: reason => reader.cancel(reason),
  });
}

/** A browser's fetch that reached nobody throws a `TypeError`, and for nothing else. */
function isBlocked(error: unknown, carrier: CarrierName): boolean {
  return carrier === 'socket'
    ? error instanceof SocketBlockedError
    : error instanceof SilentCarrierError || error instanceof TypeError;
}

/** What the page knows how to wait for and try again. */
function asUnreachable(error: unknown): unknown {
  return error instanceof TypeError ? error : new TypeError('The server cannot be reached.');
}
