import type { CloseReason } from '@naru/api-contract';
import { ownerKey } from '@naru/chat';
import type { Random } from '@naru/kernel';
import type { ClosableWire, ConnectionWorld } from './connection-deps.ts';
import { Connection } from './connection.ts';
import type { Login } from '../http/plugins/login.ts';

export interface ConnectionLimits {
  /** Of one owner; beyond it the one longest open is closed as replaced. */
  readonly perOwner: number;
  /** Of this process; beyond it nobody is let in. */
  readonly total: number;
}

export interface ConnectionsDeps extends ConnectionWorld {
  readonly limits: ConnectionLimits;
  readonly random: Random;
}

const TICK_MS = 1_000;
const LOOK_MS = 10;
/** Clients of a stopping server come back within this span, not all at once. */
const RECONNECT_MIN_MS = 500;
const RECONNECT_SPREAD_MS = 4_500;

/** All WebSockets of this process: their limits, their heartbeat, and their end when logins or the server end. */
export class Connections {
  readonly #deps: ConnectionsDeps;
  readonly #open = new Set<Connection>();
  /** By owner, the one longest open first. */
  readonly #byOwner = new Map<string, Set<Connection>>();
  #isBeating = false;
  #isStopping = false;

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
  }

  get count(): number {
    return this.#open.size;
  }

  get isFull(): boolean {
    return this.#open.size >= this.#deps.limits.total;
  }

  open(wire: ClosableWire, cookieLogin: Login | undefined): Connection {
    const connection: Connection = new Connection({
      ...this.#deps,
      wire,
      cookieLogin,
      jitter: this.#deps.random() / 2,
      onGreeted: login => this.#enter(connection, login),
      onIdle: () => {
        if (this.#isStopping) this.#farewell(connection);
      },
    });
    this.#open.add(connection);
    this.#deps.metrics.opened();
    this.#beat();
    return connection;
  }

  /** The connection's wire is closed. */
  closed(connection: Connection, code: number): void {
    if (!this.#open.delete(connection)) return;
    connection.gone();
    this.#deps.metrics.closed(code);
    this.#deps.logger.debug({ code }, 'socket closed');
    const key = connection.login && ownerKey(connection.login.owner);
    const ofOwner = key === undefined ? undefined : this.#byOwner.get(key);
    ofOwner?.delete(connection);
    if (key !== undefined && ofOwner?.size === 0) this.#byOwner.delete(key);
  }

  /** Ends what stands on a login that is over, also where it has not been used yet. */
  endLogin(loginKey: string): void {
    this.#deps.tickets.revoke(loginKey);
    for (const connection of this.#open) {
      if (connection.login?.key === loginKey) connection.close('unauthenticated');
    }
  }

  /** Takes leave of every connection as soon as it neither asks nor reads. */
  beginStop(): void {
    this.#isStopping = true;
    for (const connection of this.#open) if (connection.isIdle) this.#farewell(connection);
  }

  /** Takes leave of all that are left. */
  endAll(reason: CloseReason = 'restart'): void {
    this.#isStopping = true;
    for (const connection of this.#open) this.#farewell(connection, reason);
  }

  /** Ends at once what is left, without waiting for anybody. */
  terminateAll(): void {
    for (const connection of this.#open) connection.terminate();
  }

  /** Resolves when nobody asks or reads any more, at the latest after `ms`. */
  async settled(ms: number): Promise<void> {
    const { clock } = this.#deps;
    const untilMs = clock.monotonicMs() + ms;
    while (clock.monotonicMs() < untilMs && [...this.#open].some(({ isIdle }) => !isIdle)) await clock.sleep(LOOK_MS);
  }

  #farewell(connection: Connection, reason: CloseReason = 'restart'): void {
    connection.close(reason, Math.round(RECONNECT_MIN_MS + this.#deps.random() * RECONNECT_SPREAD_MS));
  }

  #enter(connection: Connection, { owner }: Login): void {
    const key = ownerKey(owner);
    const ofOwner = this.#byOwner.get(key) ?? new Set();
    this.#byOwner.set(key, ofOwner.add(connection));
    if (ofOwner.size <= this.#deps.limits.perOwner) return;
    const [oldest] = ofOwner;
    oldest?.close('replaced');
    if (oldest) ofOwner.delete(oldest);
  }

  /** One timer for all, and none while nobody is here. */
  #beat(): void {
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#deps.clock.schedule(TICK_MS, () => {
      this.#isBeating = false;
      for (const connection of this.#open) connection.tick();
      if (this.#open.size > 0) this.#beat();
    });
  }
}
