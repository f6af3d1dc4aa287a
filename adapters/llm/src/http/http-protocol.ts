import type { ModelCall, QuotaSignal, StreamPart } from '@naru/language-model';
import type { Failure } from './failure.ts';
import type { QuotaHeaders } from './quota-signal.ts';
import type { SseEvent } from './sse-parser.ts';

/** Reads one event stream. Kept cheap: one instance an answer, no schema a frame. */
export interface StreamReader {
  /**
   * Appends what an event says to `parts`. Finds the terminator: no event is given after it.
   *
   * @returns how far the answer is: `open`; `finishing` once a finish reason came and only usage or the
   *   terminator is awaited; `complete` after the terminator; `malformed` when the event is not what the
   *   protocol allows and was skipped
   * @throws {ProviderFailure} when the event is an error
   */
  read(event: SseEvent, parts: StreamPart[]): ReadResult;
  /**
   * The stream ended, or has been waited for long enough. Appends what is outstanding, the `finish` part last.
   *
   * @returns false when the answer is not complete
   */
  end(parts: StreamPart[]): boolean;
}

export type ReadResult = 'open' | 'finishing' | 'complete' | 'malformed';

/** What one wire format is to the common model over HTTP. */
export interface HttpProtocol {
  /** Where to post to. */
  readonly url: URL;
  /** Names and values by turns, credentials included. */
  readonly headers: readonly string[];
  toRequest(call: ModelCall): Readonly<Record<string, unknown>>;
  /** Whether the caller wants the provider's own bytes and speaks its protocol. */
  passesThrough(call: ModelCall): boolean;
  openStream(call: ModelCall, quota: QuotaSignal | undefined): StreamReader;
  /**
   * The parts of a whole answer, from its parsed body; undefined when the body is not of this protocol.
   *
   * @throws {ProviderFailure} when the body is an error object
   */
  fromBody(body: unknown, call: ModelCall, quota: QuotaSignal | undefined): StreamPart[] | undefined;
  /** @param body parsed, or undefined when it is not JSON */
  classify(status: number, body: unknown): Failure;
  readonly quotaHeaders: QuotaHeaders;
}

/** An error that the provider reported inside an answer. Internal: leaves this package as a `ModelError`. */
export class ProviderFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}
