import type { Socket } from 'node:net';
import type { Clock, Timer } from '@naru/kernel';
import type { ConnectionFacts } from '../control/log-entry.ts';
import type { SocketFate } from '../exchange/step.ts';

interface Connection {
  readonly id: number;
  requests: number;
  /** Set when the next request is to find the connection dead. */
  isStale: boolean;
  idleTimer: Timer | undefined;
}

/** The connections of a server: numbered, and closed when or where a behaviour wants it. */
export class Connections {
  readonly #clock: Clock;
  readonly #open = new Map<Socket, Connection>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(socket: Socket): void {
    this.#open.set(socket, { id: ++this.#lastId, requests: 0, isStale: false, idleTimer: undefined });
    socket.once('close', () => {
      this.#open.get(socket)?.idleTimer?.cancel();
      this.#open.delete(socket);
    });
    // A reset by the caller is no fault of the server; the log says how each exchange ended.
    socket.on('error', () => {});
  }

  /** Counts a request; `isStale` says that it must find the connection dead. */
  arrive(socket: Socket): ConnectionFacts & { readonly isStale: boolean } {
    const connection = this.#open.get(socket);
    if (!connection) return { id: 0, requestNumber: 1, isStale: false };
    connection.idleTimer?.cancel();
    connection.requests += 1;
    return { id: connection.id, requestNumber: connection.requests, isStale: connection.isStale };
  }

  settle(socket: Socket, fate: SocketFate): void {
    const connection = this.#open.get(socket);
    if (!connection || fate.kind === 'keep') return;
    if (fate.kind === 'stale') connection.isStale = true;
    else connection.idleTimer = this.#clock.schedule(fate.afterMs, () => socket.destroySoon());
  }

  get count(): number {
    return this.#open.size;
  }

  destroyAll(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }
}
