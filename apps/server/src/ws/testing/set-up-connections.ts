import type { SocketFrame } from '@naru/api-contract';
import { setUpChat, type ChatOverrides } from '@naru/chat/testing';
import { seededRandom } from '@naru/kernel';
import { Registry } from 'prom-client';
import { buildSockets } from '../../composition/build-sockets.ts';
import type { Login } from '../../http/plugins/login.ts';
import type { ClosableWire } from '../connection-deps.ts';
import type { Connection } from '../connection.ts';
import type { ConnectionLimits } from '../connections.ts';
import { TurnNews } from '../turn-news.ts';

export const OWNER = { kind: 'anonymous', anonymousId: 'someone' } as const;
const LOGIN: Login = { owner: OWNER, key: 'anonymous:someone', expiresAtMs: Number.POSITIVE_INFINITY };

/** A wire whose other end is the test. What is sent stays buffered unless it reads. */
export class FakeWire implements ClosableWire {
  readonly sent: string[] = [];
  readonly isReading: boolean;
  bufferedAmount = 0;
  mostBuffered = 0;
  /** Undefined while it is open; 1006 when it was ended without a word. */
  closedWith: number | undefined;

  constructor(isReading: boolean) {
    this.isReading = isReading;
  }

  send(text: string): void {
    this.sent.push(text);
    if (this.isReading) return;
    this.bufferedAmount += Buffer.byteLength(text);
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
  }

  close(code: number): void {
    this.closedWith ??= code;
  }

  terminate(): void {
    this.closedWith ??= 1006;
  }

  get frames(): SocketFrame[] {
    return this.sent.map(text => JSON.parse(text) as SocketFrame);
  }
}

export interface OpenConnection {
  readonly wire: FakeWire;
  readonly connection: Connection;
  readonly send: (t: string, p: object) => void;
}

/** Connections over a real engine, a fake clock and wires that the test holds. */
export function setUpConnections({ limits, ...overrides }: ChatOverrides & { limits?: ConnectionLimits } = {}) {
  const turnNews = new TurnNews();
  const world = setUpChat({ ...overrides, observer: turnNews });
  const { sockets, socketTickets } = buildSockets({
    limits: limits ?? { perOwner: 1_000, total: 10_000 },
    chat: world.engine,
    turnNews,
    registry: new Registry(),
    clock: world.clock,
    random: seededRandom(1),
    ids: world.ids,
    logger: world.logger,
  });

  /** @param isReading whether the other end takes what it is sent */
  function open(isReading = true, login: Login | undefined = LOGIN): OpenConnection {
    const wire = new FakeWire(isReading);
    const connection = sockets.open(wire, login);
    const send = (t: string, p: object): void => connection.take(JSON.stringify({ v: 1, t, id: 'c', p }));
    return { wire, connection, send };
  }

  /** As `open`, greeted. */
  function visit(isReading = true): OpenConnection {
    const opened = open(isReading);
    opened.send('hello', { client: { name: 'test', version: '1' } });
    return opened;
  }
  return { ...world, sockets, socketTickets, open, visit };
}
