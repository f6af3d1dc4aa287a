import type { Dispatcher } from 'undici';
import type { Connection } from './connection.ts';
import type { HttpResponse } from './http-response.ts';
import { isReset, toTransportError, TransportError } from './transport-error.ts';

/** Bytes held for a slow reader before the socket is told to wait. */
const HIGH_WATER_BYTES = 256 * 1024;
/** What may still come after an answer's terminator before the socket is given up. */
const DRAIN_BYTES = 64 * 1024;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface ExchangeEvents {
  /** Called exactly once, when no more bytes will come. `reusable`: the socket may serve another request. */
  onOver(reusable: boolean): void;
  /** There is a rest to wait for. @returns what stops the deadline for it */
  onDraining(): () => void;
}

/**
 * One request and its answer on one connection: undici's callbacks on one side, pulls on the other. Reads give
 * all that came since the last one.
 */
export class Exchange implements Dispatcher.DispatchHandler, HttpResponse {
  readonly #connection: Connection;
  readonly #maxBodyBytes: number;
  readonly #events: ExchangeEvents;
  readonly #head = Promise.withResolvers<TransportError | undefined>();
  #controller: Dispatcher.DispatchController | undefined;
  #headers: Headers = {};
  #chunks: Uint8Array[] = [];
  #heldBytes = 0;
  #bodyBytes = 0;
  #drainedBytes = 0;
  #state: 'waiting' | 'reading' | 'draining' | 'over' = 'waiting';
  #error: TransportError | undefined;
  #reader: PromiseWithResolvers<readonly Uint8Array[] | undefined> | undefined;
  #isWaking = false;
  #dispatched = false;
  #afterDrain: (() => void) | undefined;
  status = 0;
  /** True once a reset came that a fresh socket would not have met; the request may be sent once more. */
  metStaleSocket = false;

  constructor(connection: Connection, maxBodyBytes: number, events: ExchangeEvents) {
    this.#connection = connection;
    this.#maxBodyBytes = maxBodyBytes;
    this.#events = events;
  }

  /** Resolves when the status line and headers are there, or with what failed before. */
  get head(): Promise<TransportError | undefined> {
    return this.#head.promise;
  }

  header(name: string): string | undefined {
    const value = Object.hasOwn(this.#headers, name) ? this.#headers[name] : undefined;
    return Array.isArray(value) ? value[0] : value;
  }

  /** Whether the last byte is there and nothing went wrong. */
  get isWhole(): boolean {
    return this.#state === 'over' && !this.#error;
  }

  /** All bytes that came since the last read, or undefined at the end of the body. @throws {TransportError} */
  read(): Promise<readonly Uint8Array[] | undefined> {
    if (this.#chunks.length > 0) return Promise.resolve(this.#take());
    if (this.#error) return Promise.reject(this.#error);
    if (this.#state === 'over' || this.#state === 'draining') return Promise.resolve(undefined);
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  /** Closes the socket at once, unless the answer is complete; a waiting read resolves with undefined. */
  close(): void {
    if (this.#state !== 'draining') this.destroy();
  }

  /** Closes the socket at once. */
  destroy(): void {
    // Over is over: the connection may serve another request by now.
    if (this.#state === 'over') return;
    this.#end(false);
    this.#connection.destroy();
  }

  /** Ends it with an error for whoever waits; the socket is closed. */
  fail(error: TransportError): void {
    if (this.#state === 'over') return;
    if (error.kind === 'cancelled') this.#chunks = [];
    this.#error = error;
    // First, because the socket's own error follows at once and is only an echo.
    this.#end(false);
    this.#connection.destroy();
  }

  /** The answer is complete; lets the rest of the body run out unread, so that the socket can serve again. */
  drain(): void {
    if (this.#state !== 'reading') return;
    this.#state = 'draining';
    this.#chunks = [];
    this.#afterDrain = this.#events.onDraining();
    this.#resume();
  }

  get dispatched(): boolean {
    return this.#dispatched;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#dispatched = true;
    this.#connection.begin();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200 || this.#state !== 'waiting') return;
    this.status = status;
    this.#headers = headers;
    this.#state = 'reading';
    this.#head.resolve(undefined);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#state === 'draining') {
      this.#drainedBytes += chunk.length;
      if (this.#drainedBytes > DRAIN_BYTES) this.destroy();
      return;
    }
    if (this.#state !== 'reading') return;
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > this.#maxBodyBytes) {
      return this.fail(new TransportError('server', `body over ${this.#maxBodyBytes} bytes`, true));
    }
    this.#chunks.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#reader) this.#wake();
    else if (this.#heldBytes > HIGH_WATER_BYTES) controller.pause();
  }

  onResponseEnd(): void {
    this.#end(this.header('connection')?.toLowerCase() !== 'close');
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#state === 'over') return;
    if (this.#state === 'waiting' && isReset(error) && this.#connection.isReusedAndSilent) this.metStaleSocket = true;
    if (this.#state !== 'draining') this.#error = toTransportError(error, this.#dispatched, this.#state === 'reading');
    this.#end(false);
  }

  #end(reusable: boolean): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#head.resolve(this.#error);
    this.#wake();
    this.#afterDrain?.();
    this.#events.onOver(reusable);
  }

  /** Answers the waiting read, a microtask later, so that what else is in this socket read joins the batch. */
  #wake(): void {
    if (!this.#reader || this.#isWaking) return;
    this.#isWaking = true;
    queueMicrotask(() => {
      const reader = this.#reader;
      this.#isWaking = false;
      this.#reader = undefined;
      if (this.#chunks.length > 0) reader?.resolve(this.#take());
      else if (this.#error) reader?.reject(this.#error);
      else reader?.resolve(undefined);
    });
  }

  #take(): readonly Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#heldBytes = 0;
    this.#resume();
    return chunks;
  }

  #resume(): void {
    if (this.#controller?.paused && this.#state !== 'over') this.#controller.resume();
  }
}
