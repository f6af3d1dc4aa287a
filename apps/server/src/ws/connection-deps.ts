import type { ChatEngine } from '@naru/chat';
import type { Clock, Ids, Logger } from '@naru/kernel';
import type { Login } from '../http/plugins/login.ts';
import type { SocketMetrics } from '../telemetry/socket-metrics.ts';
import type { FramePace } from './frame-pace.ts';
import type { KoreanTime } from './korean-time.ts';
import type { Wire } from './outbox.ts';
import type { SocketTickets } from './socket-tickets.ts';
import type { TurnNews } from './turn-news.ts';

/** What a connection needs of its WebSocket. */
export interface ClosableWire extends Wire {
  close(code: number, reason: string): void;
  /** Ends it at once, without a word. */
  terminate(): void;
}

/** What all connections share. */
export interface ConnectionWorld {
  readonly chat: ChatEngine;
  readonly tickets: SocketTickets;
  readonly news: TurnNews;
  readonly pace: FramePace;
  readonly time: KoreanTime;
  readonly metrics: SocketMetrics;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

export interface ConnectionDeps extends ConnectionWorld {
  readonly wire: ClosableWire;
  /** By cookie; a ticket in the greeting goes before it. */
  readonly cookieLogin: Login | undefined;
  /** Spreads the pings of connections that were opened together, from 0 to 1. */
  readonly jitter: number;
  /** Called once the visitor is known. */
  readonly onGreeted: (login: Login) => void;
  /** Called whenever the visitor neither asks nor reads. */
  readonly onIdle: () => void;
}
