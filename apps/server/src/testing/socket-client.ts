import { socketFrameSchema, SOCKET_PROTOCOL, type SocketFrame } from '@naru/api-contract';
import { WebSocket } from 'ws';
import { until } from './until.ts';

export interface SocketClientOptions {
  readonly url: string;
  /** A `cookie` header. */
  readonly cookie?: string;
  /** `undefined` sends none; missing: the server's own. */
  readonly origin?: string | undefined;
  readonly protocols?: readonly string[];
}

type OfType<Type extends SocketFrame['t']> = Extract<SocketFrame, { t: Type }>;

/** A client of `naru.v1` for tests: it sends what it is told, parses every frame by the contract, and remembers. */
export class SocketClient {
  readonly frames: SocketFrame[] = [];
  readonly socket: WebSocket;
  /** Resolves with the close code; 1006 where none was given. */
  readonly closed: Promise<number>;
  #sent = 0;

  constructor(options: SocketClientOptions) {
    const { url, cookie, protocols = [SOCKET_PROTOCOL] } = options;
    const origin = 'origin' in options ? options.origin : new URL(url).origin;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, [...protocols], {
      headers: { ...(cookie !== undefined && { cookie }), ...(origin !== undefined && { origin }) },
    });
    const { promise, resolve } = Promise.withResolvers<number>();
    this.closed = promise;
    this.socket.on('close', resolve);
    this.socket.on('error', () => {});
    this.socket.on('message', (bytes: Buffer) =>
      this.frames.push(socketFrameSchema.parse(JSON.parse(bytes.toString('utf8')))),
    );
  }

  /** Resolves once the connection stands. @throws with the HTTP status where the server refuses it */
  open(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.socket.once('open', () => resolve(this));
      this.socket.once('unexpected-response', (_request, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => reject(Object.assign(new Error(body), { status: response.statusCode })));
      });
    });
  }

  /** Opens and greets. */
  async greet(p: object = {}): Promise<OfType<'welcome'>> {
    await this.open();
    this.send('hello', { client: { name: 'test', version: '1' }, ...p });
    return this.next('welcome');
  }

  /** Sends a command and gives its id. */
  send(t: string, p: object): string {
    const id = `c${(this.#sent += 1)}`;
    this.socket.send(JSON.stringify({ v: 1, t, id, p }));
    return id;
  }

  /** The first frame of that type, and where `replyTo` is given in reply to that, come or still to come. */
  async next<Type extends SocketFrame['t']>(type: Type, replyTo?: string): Promise<OfType<Type>> {
    const isIt = (frame: SocketFrame): frame is OfType<Type> =>
      frame.t === type && (replyTo === undefined || frame.replyTo === replyTo);
    await until(() => this.frames.some(isIt));
    return this.frames.find(isIt)!;
  }

  chunks(streamId?: string): OfType<'chunk'>[] {
    return this.frames.filter(
      (frame): frame is OfType<'chunk'> => frame.t === 'chunk' && (streamId === undefined || frame.sid === streamId),
    );
  }

  text(streamId?: string): string {
    return this.chunks(streamId)
      .map(({ p }) => (p.c.type === 'text-delta' ? String(p.c['delta']) : ''))
      .join('');
  }

  /** Resolves when a stream has given its terminal chunk. */
  async whole(streamId?: string): Promise<void> {
    await until(() => this.chunks(streamId).some(({ p }) => ['finish', 'abort', 'error'].includes(p.c.type)));
  }

  close(): void {
    this.socket.terminate();
  }
}
