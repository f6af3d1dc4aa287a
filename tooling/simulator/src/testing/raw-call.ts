import { connect, type Socket } from 'node:net';
import { readHttp, type HttpMessage } from './read-http.ts';

/** How a connection ended: with a complete HTTP message, cleanly inside one, by a reset, or because we left. */
export type CallEnding = 'complete' | 'fin' | 'rst' | 'left';

export interface Heard extends HttpMessage {
  readonly ending: CallEnding;
}

export interface CallRequest {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const LATE_AFTER_MS = 5_000;

/** One HTTP request over a bare socket: no client library stands between the test and the bytes. */
export class RawCall {
  readonly #socket: Socket;
  readonly #chunks: Buffer[] = [];
  readonly #waiters = new Set<() => void>();
  #wasReset = false;
  #hasLeft = false;
  /** What was heard, once the connection is over. */
  readonly over: Promise<Heard>;

  constructor({ method = 'POST', url, headers = {}, body }: CallRequest) {
    const { hostname, port, pathname, search } = new URL(url);
    const bytes = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const head = { host: hostname, connection: 'close', 'content-type': 'application/json', ...headers };
    const lines = Object.entries({ ...head, 'content-length': String(Buffer.byteLength(bytes)) });
    this.#socket = connect(Number(port), hostname);
    this.#socket.write(
      `${method} ${pathname}${search} HTTP/1.1\r\n${lines.map(line => line.join(': ')).join('\r\n')}\r\n\r\n${bytes}`,
    );
    this.#socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      for (const wake of this.#waiters) wake();
    });
    this.#socket.on('error', () => (this.#wasReset = true));
    const { promise, resolve } = Promise.withResolvers<Heard>();
    this.over = promise;
    this.#socket.once('close', () => {
      resolve(this.#heard());
      for (const wake of this.#waiters) wake();
    });
  }

  /** What was heard so far. */
  get soFar(): HttpMessage {
    return readHttp(Buffer.concat(this.#chunks));
  }

  /** Pieces of bytes as they came from the operating system. */
  get arrivals(): number {
    return this.#chunks.length;
  }

  /** Resolves when what was heard so far fits. Rejects when the connection is over, or five seconds are. */
  async until(fits: (heard: HttpMessage) => boolean): Promise<HttpMessage> {
    const late = AbortSignal.timeout(LATE_AFTER_MS);
    while (!fits(this.soFar)) {
      if (this.#socket.destroyed || late.aborted)
        throw new Error(`what was awaited did not come; heard: ${this.soFar.body.toString().slice(-200)}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      this.#waiters.add(wake);
      late.addEventListener('abort', wake);
      await promise;
      this.#waiters.delete(wake);
    }
    return this.soFar;
  }

  /** Closes the connection from the caller's side. */
  leave(): void {
    this.#hasLeft = true;
    this.#socket.destroy();
  }

  #heard(): Heard {
    const message = this.soFar;
    const ending = this.#hasLeft ? 'left' : this.#wasReset ? 'rst' : message.isComplete ? 'complete' : 'fin';
    return { ...message, ending };
  }
}

/** Calls, and hears everything to the end. */
export function hear(request: CallRequest): Promise<Heard> {
  return new RawCall(request).over;
}
