import { CLOSE_CODES, SOCKET_COMMANDS, type SocketCommand, type SocketFrame } from '@naru/api-contract';
import { Gauge, type Registry } from 'prom-client';
import { ClosedCounter } from './closed-counter.ts';

const KNOWN_CODES: ReadonlySet<number> = new Set([...Object.values(CLOSE_CODES), 1005, 1006]);
const KNOWN_COMMANDS: ReadonlySet<string> = new Set<SocketCommand['t']>(SOCKET_COMMANDS);

/** Open WebSockets, their frames by type, and why they closed. What clients make up is counted as `unknown`. */
export class SocketMetrics {
  readonly #open: Gauge;
  readonly #frames: ClosedCounter<'direction' | 'type'>;
  readonly #closes: ClosedCounter<'code'>;

  constructor(registry: Registry) {
    this.#open = new Gauge({ name: 'chat_sockets_open', help: 'Open WebSockets.', registers: [registry] });
    this.#frames = new ClosedCounter({
      registry,
      name: 'chat_socket_frames_total',
      help: 'Frames of WebSockets by direction and type.',
      labels: ['direction', 'type'],
    });
    this.#closes = new ClosedCounter({
      registry,
      name: 'chat_socket_closes_total',
      help: 'Closed WebSockets by close code; 1006: without a close frame.',
      labels: ['code'],
    });
  }

  opened(): void {
    this.#open.inc();
  }

  closed(code: number): void {
    this.#open.dec();
    this.#closes.add(KNOWN_CODES.has(code) ? String(code) : 'other');
  }

  frameIn(type: string): void {
    this.#frames.add('in', KNOWN_COMMANDS.has(type) ? type : 'unknown');
  }

  frameOut(type: SocketFrame['t']): void {
    this.#frames.add('out', type);
  }
}
