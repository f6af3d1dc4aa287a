import type { Clock } from '@naru/kernel';
import type { buildConnector } from 'undici';
import { Connection } from './connection.ts';

/** The connections to one origin. Bounded: whoever comes when all are busy waits for one. */
export class OriginPool {
  readonly #origin: string;
  readonly #connector: buildConnector.connector;
  readonly #clock: Clock;
  readonly #maxConnections: number;
  readonly #open = new Set<Connection>();
  /** The most recently used is last and goes first: the others may grow old and close. */
  readonly #idle: Connection[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(origin: string, connector: buildConnector.connector, clock: Clock, maxConnections: number) {
    this.#origin = origin;
    this.#connector = connector;
    this.#clock = clock;
    this.#maxConnections = maxConnections;
  }

  get open(): number {
    return this.#open.size;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** A connection that waits for a request; undefined when there is none. */
  takeIdle(): Connection | undefined {
    return this.#idle.pop();
  }

  /** @param fresh whether only a connection that has served nobody will do */
  async acquire(connectTimeoutMs: number, fresh: boolean, signal: AbortSignal): Promise<Connection> {
    for (;;) {
      const idle = fresh ? undefined : this.takeIdle();
      if (idle) return idle;
      if (this.#open.size >= this.#maxConnections && this.#idle.length > 0) this.#drop(this.#idle.shift());
      if (this.#open.size < this.#maxConnections) return this.#connect(connectTimeoutMs);
      await this.#turn(signal);
    }
  }

  release(connection: Connection, reusable: boolean): void {
    if (!this.#open.has(connection)) return;
    if (reusable) this.#idle.push(connection);
    else this.#drop(connection);
    this.#callNext();
  }

  close(): void {
    for (const connection of this.#open) this.#drop(connection);
  }

  #connect(connectTimeoutMs: number): Connection {
    const connection = new Connection({
      origin: this.#origin,
      connector: this.#connector,
      clock: this.#clock,
      connectTimeoutMs,
      onGone: gone => {
        // One that has been given out since fails or connects anew by itself, and comes back.
        if (this.#idle.includes(gone)) this.#drop(gone);
        this.#callNext();
      },
    });
    this.#open.add(connection);
    return connection;
  }

  #drop(connection: Connection | undefined): void {
    if (!connection || !this.#open.delete(connection)) return;
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    connection.destroy();
  }

  #callNext(): void {
    const [next] = this.#waiting;
    if (!next) return;
    this.#waiting.delete(next);
    next();
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      this.#waiting.delete(resolve);
      reject(signal.reason);
    };
    this.#waiting.add(resolve);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
