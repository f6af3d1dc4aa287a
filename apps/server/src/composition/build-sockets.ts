import type { ChatEngine } from '@naru/chat';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { Registry } from 'prom-client';
import { SocketMetrics } from '../telemetry/socket-metrics.ts';
import { Connections, type ConnectionLimits } from '../ws/connections.ts';
import { FramePace } from '../ws/frame-pace.ts';
import { KoreanTime } from '../ws/korean-time.ts';
import { SocketTickets } from '../ws/socket-tickets.ts';
import type { TurnNews } from '../ws/turn-news.ts';

export interface SocketParts {
  readonly limits: ConnectionLimits;
  readonly chat: ChatEngine;
  /** Hears the turns of `chat`. */
  readonly turnNews: TurnNews;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
}

export interface Sockets {
  readonly sockets: Connections;
  readonly socketTickets: SocketTickets;
}

/** Everything behind `GET /ws`. */
export function buildSockets({ registry, turnNews, ...parts }: SocketParts): Sockets {
  const { clock, ids } = parts;
  const socketTickets = new SocketTickets(clock, ids);
  const sockets = new Connections({
    ...parts,
    news: turnNews,
    tickets: socketTickets,
    pace: new FramePace(clock),
    time: new KoreanTime(clock),
    metrics: new SocketMetrics(registry),
  });
  return { sockets, socketTickets };
}
