import type { Clock, Timer } from '@naru/kernel';
import type { ModelCall, StreamPart } from '@naru/language-model';
import type { HttpResponse } from './http-response.ts';
import { ProviderFailure, type HttpProtocol } from './http-protocol.ts';
import { quotaSignal } from './quota-signal.ts';
import { SseParser, type SseEvent } from './sse-parser.ts';
import { StreamProgress } from './stream-progress.ts';
import { TransportError } from './transport-error.ts';

/** After a finish reason, what may still come (usage, the terminator) is not waited for longer (R-FO-7). */
const FINISH_GRACE_MS = 5_000;

type Broken = ProviderFailure | TransportError;

/**
 * Reads an event stream to its end, in batches of one socket read. Complete is what has had its finish reason
 * or terminator, however the connection ends afterwards. What came before a failure is given before it is thrown.
 *
 * Not a generator: between a generator, the one that delegates to it and their reader, each batch went through six
 * promises where one will do.
 */
export class EventStream {
  readonly #response: HttpResponse;
  readonly #call: ModelCall;
  readonly #clock: Clock;
  readonly #progress: StreamProgress;
  readonly #parser: SseParser;
  #grace: Timer | undefined;
  #failure: Broken | undefined;

  constructor(response: HttpResponse, protocol: HttpProtocol, call: ModelCall, clock: Clock) {
    this.#response = response;
    this.#call = call;
    this.#clock = clock;
    this.#progress = new StreamProgress(protocol.openStream(call, quotaSignal(response, protocol.quotaHeaders)));
    this.#parser = new SseParser({ keepFrames: protocol.passesThrough(call) });
  }

  /** The next batch, never an empty one; undefined after the last. @throws {ProviderFailure | TransportError} */
  next(): Promise<readonly StreamPart[] | undefined> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#progress.isComplete) return Promise.resolve(undefined);
    return this.#response.read().then(this.#onChunks, this.#onBroken);
  }

  /** Leaves no timer behind. */
  stop(): void {
    this.#grace?.cancel();
  }

  readonly #onChunks = (
    chunks: readonly Uint8Array[] | undefined,
  ): readonly StreamPart[] | Promise<readonly StreamPart[] | undefined> => {
    const parts: StreamPart[] = [];
    this.#failure = this.#take(chunks, parts);
    const { state, isComplete } = this.#progress;
    if (state === 'finishing') this.#grace ??= this.#clock.schedule(FINISH_GRACE_MS, () => this.#response.close());
    if (isComplete) this.#response.drain();
    return parts.length > 0 ? parts : this.next();
  };

  readonly #onBroken = (error: unknown): readonly StreamPart[] | Promise<readonly StreamPart[] | undefined> => {
    // Nothing of the answer is missing once its finish reason is there.
    if (this.#progress.state === 'finishing' && !this.#call.signal.aborted) return this.#onChunks(undefined);
    const isCut = error instanceof TransportError && error.kind === 'network';
    if (isCut && this.#progress.hasBegun) {
      throw new ProviderFailure({ kind: 'stream_broken', detail: 'the connection was cut' });
    }
    throw error;
  };

  /** @param chunks undefined at the end */
  #take(chunks: readonly Uint8Array[] | undefined, parts: StreamPart[]): Broken | undefined {
    const events: SseEvent[] = [];
    const overLimit = chunks ? attempt(() => this.#push(chunks, events)) : undefined;
    if (!chunks) this.#parser.end(events);
    const failure = attempt(() => {
      this.#progress.read(events, parts);
      if (!chunks && !this.#progress.isComplete) this.#progress.end(parts);
    });
    if (failure) return failure;
    return this.#progress.isComplete ? undefined : overLimit;
  }

  #push(chunks: readonly Uint8Array[], events: SseEvent[]): void {
    for (const chunk of chunks) {
      this.#progress.sawBytes(chunk);
      this.#parser.push(chunk, events);
    }
  }
}

function attempt(work: () => void): Broken | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ProviderFailure || error instanceof TransportError) return error;
    throw error;
  }
}
