import type { StreamPart } from '@naru/language-model';
import type { Failure } from './failure.ts';
import { ProviderFailure, type ReadResult, type StreamReader } from './http-protocol.ts';
import type { SseEvent } from './sse-parser.ts';

const LESS_THAN = 60;
const BRACE = 123;

/** How far a streamed answer is, and what was wrong with it so far. */
export class StreamProgress {
  readonly #reader: StreamReader;
  #malformed = 0;
  #events = 0;
  #firstByte: number | undefined;
  state: Exclude<ReadResult, 'malformed'> = 'open';

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  get isComplete(): boolean {
    return this.state === 'complete';
  }

  get hasBegun(): boolean {
    return this.#firstByte !== undefined;
  }

  sawBytes(bytes: Uint8Array): void {
    this.#firstByte ??= bytes[0];
  }

  /** Appends what the events say to `parts`. @throws {ProviderFailure} at an error, or the second malformed event */
  read(events: readonly SseEvent[], parts: StreamPart[]): void {
    for (const event of events) {
      this.#events += 1;
      const result = this.#reader.read(event, parts);
      if (result === 'malformed') this.#skip();
      else this.state = result;
      if (result === 'complete') return;
    }
  }

  /** Nothing more will come. @throws {ProviderFailure} when the answer is not complete */
  end(parts: StreamPart[]): void {
    if (!this.#reader.end(parts)) throw new ProviderFailure(this.#whatIsMissing());
    this.state = 'complete';
  }

  #skip(): void {
    this.#malformed += 1;
    if (this.#malformed > 1) throw new ProviderFailure({ kind: 'stream_broken', detail: 'two malformed frames' });
  }

  #whatIsMissing(): Failure {
    if (this.#events > 0) return { kind: 'stream_broken', detail: 'the stream ended without a finish reason' };
    const looksLikeAPage = this.#firstByte === LESS_THAN || this.#firstByte === BRACE;
    if (looksLikeAPage) return { kind: 'server', detail: 'a body that is no event stream' };
    return { kind: 'empty', detail: 'a stream without an event' };
  }
}
