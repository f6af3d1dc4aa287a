import type { LookupFunction } from 'node:net';
import type { Clock } from '@naru/kernel';
import { buildConnector } from 'undici';
import { Exchange } from './exchange.ts';
import type { HttpResponse } from './http-response.ts';
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

export interface ConnectionCounts {
  readonly open: number;
  readonly idle: number;
}

const MAX_CONNECTIONS_PER_ORIGIN = 1_024;
const MAX_ORIGINS = 1_024;
/** A provider that keeps a body open after its terminator costs one socket no longer than this. */
const DRAIN_MS = 1_000;

interface Place {
  readonly pool: OriginPool;
  readonly path: string;
}

/** Keep-alive connections to providers, apart by origin. */
export class ConnectionPool {
  readonly #clock: Clock;
  readonly #maxConnectionsPerOrigin: number;
  readonly #connector: buildConnector.connector;
  readonly #origins = new Map<string, OriginPool>();
  /** A provider asks with the same URL each time, whose parts are put together anew whenever they are read. */
  #places = new WeakMap<URL, Place>();

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
    let exchange = await this.#send(request, signal, false);
    let failure = await exchange.head;
    if (exchange.metStaleSocket && !signal.aborted) {
      exchange = await this.#send(request, signal, true);
      failure = await exchange.head;
    }
    if (failure) throw failure;
    return exchange;
  }

  /** Closes every socket, those in use too. */
  close(): void {
    for (const pool of this.#origins.values()) pool.close();
    this.#origins.clear();
    this.#places = new WeakMap();
  }

  async #send(request: HttpRequest, signal: AbortSignal, fresh: boolean): Promise<Exchange> {
    if (signal.aborted) throw new TransportError('cancelled', 'aborted', false);
    const { pool, path } = this.#placeOf(request.url);
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
      onDraining: () => {
        const timer = this.#clock.schedule(DRAIN_MS, () => exchange.destroy());
        return () => timer.cancel();
      },
    });
    const abort = (): void => exchange.fail(new TransportError('cancelled', 'aborted', exchange.dispatched));
    signal.addEventListener('abort', abort, { once: true });
    connection.dispatch({ path, method: 'POST', headers: request.headers as string[], body: request.body }, exchange);
    return exchange;
  }

  #placeOf(url: URL): Place {
    let place = this.#places.get(url);
    if (place) return place;
    place = { pool: this.#poolOf(url.origin), path: url.pathname + url.search };
    this.#places.set(url, place);
    return place;
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
