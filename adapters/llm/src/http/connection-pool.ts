import type { LookupFunction } from 'node:net';
import type { Clock } from '@naru/kernel';
import { buildConnector } from 'undici';
import { Exchange } from './exchange.ts';
import { OriginPool } from './origin-pool.ts';
import { TransportError } from './transport-error.ts';

export interface ConnectionPoolOptions {
  readonly clock: Clock;
  /** More sockets than this to one origin are not opened; further requests wait. Default 1,024. */
  readonly maxConnectionsPerOrigin?: number;
  /** How names become addresses. Default: the operating system's way. */
  readonly lookup?: LookupFunction;
}

export interface HttpRequest {
  readonly url: URL;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly connectTimeoutMs: number;
  /** A longer answer ends with an error. */
  readonly maxBodyBytes: number;
}

/** An answer whose headers are there. Whoever gets one reads it to its end, or calls `close` or `drain`. */
export interface HttpResponse {
  readonly status: number;
  /** Whether all of the body is there, so that reading it to its end waits for nobody. */
  readonly isWhole: boolean;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** All bytes that came since the last read; undefined at the end. @throws {TransportError} */
  read(): Promise<readonly Uint8Array[] | undefined>;
  /** Closes the socket at once, unless `drain` came before. A waiting `read` resolves with undefined. */
  close(): void;
  /** Lets what is left run out unread, so that the socket can be used again. */
  drain(): void;
}

export interface ConnectionCounts {
  readonly open: number;
  readonly idle: number;
}

const MAX_CONNECTIONS_PER_ORIGIN = 1_024;
const MAX_ORIGINS = 1_024;
/** A provider that keeps a body open after its terminator costs one socket no longer than this. */
const DRAIN_MS = 1_000;

/** Keep-alive connections to providers, apart by origin. */
export class ConnectionPool {
  readonly #clock: Clock;
  readonly #maxConnectionsPerOrigin: number;
  readonly #connector: buildConnector.connector;
  readonly #origins = new Map<string, OriginPool>();

  constructor({ clock, maxConnectionsPerOrigin = MAX_CONNECTIONS_PER_ORIGIN, lookup }: ConnectionPoolOptions) {
    if (!Number.isSafeInteger(maxConnectionsPerOrigin) || maxConnectionsPerOrigin < 1) {
      throw new RangeError(`maxConnectionsPerOrigin must be a positive integer, got ${maxConnectionsPerOrigin}`);
    }
    this.#clock = clock;
    this.#maxConnectionsPerOrigin = maxConnectionsPerOrigin;
    this.#connector = buildConnector({ timeout: 0, allowH2: false, ...(lookup ? { lookup } : {}) });
  }

  get counts(): ConnectionCounts {
    const pools = [...this.#origins.values()];
    return {
      open: pools.reduce((sum, pool) => sum + pool.open, 0),
      idle: pools.reduce((sum, pool) => sum + pool.idle, 0),
    };
  }

  /**
   * Sends a request and waits for the headers of its answer. Redirects are answers like others. A reset on a
   * reused socket without one byte back is no outage: the request goes once more, on a new socket (R-FO-6).
   *
   * @throws {TransportError} of kind `cancelled` when the signal aborts, also while the body is read
   */
  async post(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const first = await this.#send(request, signal, false);
    if (!first.metStaleSocket || signal.aborted) return this.#answered(first);
    return this.#answered(await this.#send(request, signal, true));
  }

  /** Closes every socket, those in use too. */
  close(): void {
    for (const pool of this.#origins.values()) pool.close();
    this.#origins.clear();
  }

  async #send(request: HttpRequest, signal: AbortSignal, fresh: boolean): Promise<Exchange> {
    if (signal.aborted) throw new TransportError('cancelled', 'aborted', false);
    const pool = this.#poolOf(request.url.origin);
    const connection =
      (fresh ? undefined : pool.takeIdle()) ??
      (await pool.acquire(request.connectTimeoutMs, fresh, signal).catch(() => undefined));
    if (!connection) throw new TransportError('cancelled', 'aborted', false);

    if (signal.aborted) {
      pool.release(connection, connection.hasServed);
      throw new TransportError('cancelled', 'aborted', false);
    }

    const exchange = new Exchange(connection, request.maxBodyBytes, {
      onOver: reusable => {
        signal.removeEventListener('abort', abort);
        pool.release(connection, reusable);
      },
    });
    const abort = (): void => exchange.fail(new TransportError('cancelled', 'aborted', exchange.dispatched));
    signal.addEventListener('abort', abort, { once: true });
    const path = request.url.pathname + request.url.search;
    connection.dispatch({ path, method: 'POST', headers: request.headers as string[], body: request.body }, exchange);
    await exchange.head.catch(() => {});
    return exchange;
  }

  async #answered(exchange: Exchange): Promise<HttpResponse> {
    await exchange.head;
    return {
      status: exchange.status,
      isWhole: exchange.isWhole,
      header: name => exchange.header(name),
      read: () => exchange.read(),
      close: () => exchange.close(),
      drain: () => this.#drain(exchange),
    };
  }

  #drain(exchange: Exchange): void {
    exchange.drain(() => {
      const timer = this.#clock.schedule(DRAIN_MS, () => exchange.destroy());
      return () => timer.cancel();
    });
  }

  #poolOf(origin: string): OriginPool {
    let pool = this.#origins.get(origin);
    if (pool) return pool;
    if (this.#origins.size >= MAX_ORIGINS) throw new TransportError('network', 'too many origins', false);
    pool = new OriginPool(origin, this.#connector, this.#clock, this.#maxConnectionsPerOrigin);
    this.#origins.set(origin, pool);
    return pool;
  }
}
