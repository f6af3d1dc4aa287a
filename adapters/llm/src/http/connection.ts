import type { Socket } from 'node:net';
import type { Clock } from '@naru/kernel';
import { Client, type buildConnector, type Dispatcher } from 'undici';
import { connectTimeoutError } from './transport-error.ts';

/** Idle sockets close before the servers and load balancers in front of providers do it (R-FO-6). */
const IDLE_SOCKET_MS = 20_000;
const MAX_IDLE_SOCKET_MS = 25_000;
const MAX_HEADER_BYTES = 32 * 1024;

export interface ConnectionOptions {
  readonly origin: string;
  readonly connector: buildConnector.connector;
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
  /** Called when the socket has closed, for whatever reason. */
  readonly onGone: (connection: Connection) => void;
}

/** One socket to a provider and the HTTP parser on it, for one request at a time. */
export class Connection {
  readonly #client: Client;
  #socket: Socket | undefined;
  #requestsOnSocket = 0;
  #bytesReadBefore = 0;
  #destroyed = false;

  constructor({ origin, connector, clock, connectTimeoutMs, onGone }: ConnectionOptions) {
    this.#client = new Client(origin, {
      pipelining: 1,
      allowH2: false,
      // The router owns every timer of an attempt; two owners would disagree.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_SOCKET_MS,
      keepAliveMaxTimeout: MAX_IDLE_SOCKET_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: (options, callback) => {
        const timer = clock.schedule(connectTimeoutMs, () => {
          this.#socket?.destroy();
          callback(connectTimeoutError(), null);
        });
        const socket = connector(options, (...outcome) => {
          timer.cancel();
          if (this.#destroyed) return void outcome[1]?.destroy();
          callback(...outcome);
        }) as unknown as Socket;
        this.#requestsOnSocket = 0;
        this.#socket = socket;
        // A socket that is destroyed while it connects reports nothing, and its timer must go with it.
        socket.once('close', () => timer.cancel());
      },
    });
    this.#client.on('disconnect', () => onGone(this));
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  get hasServed(): boolean {
    return this.#requestsOnSocket > 0;
  }

  /** Notes that a request begins to be written. */
  begin(): void {
    this.#requestsOnSocket += 1;
    this.#bytesReadBefore = this.#socket?.bytesRead ?? 0;
  }

  /** Whether the request now on the socket is not its first one and has not got one byte back. */
  get isReusedAndSilent(): boolean {
    return this.#requestsOnSocket > 1 && this.#socket?.bytesRead === this.#bytesReadBefore;
  }

  /** Closes the socket at once, connecting or not. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#socket?.destroy();
    this.#client.destroy().catch(() => {});
  }
}
