import type { SocketLike, SocketWorld } from '@naru/web/transport';
import { WebSocket } from 'ws';

const READ_WITHIN_MS = 5;

/** One customer's browser, as far as the carriers see it: a cookie, an origin, and connections that can be cut. */
export class Customer {
  readonly #origin: string;
  readonly #cookie: string;
  /** Connections of either kind that were made. */
  connections = 0;
  /** Chunks that the next connection lets through before it breaks. Later ones hold. */
  cutAfter = Number.POSITIVE_INFINITY;
  /** Called when a connection was cut. */
  onCut: () => void = () => {};

  constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  get headers(): Record<string, string> {
    return { cookie: this.#cookie, origin: this.#origin };
  }

  /** `fetch` whose event streams break where the next cut says. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(this.headers)) headers.set(name, value);
    const response = await fetch(input, { ...init, headers });
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    this.connections += 1;
    const { status, headers: answered } = response;
    return new Response(this.#cutBody(response.body), { status, headers: answered });
  };

  /** What a `WebSocketTransport` takes from a browser, without its waits. */
  socketWorld(): SocketWorld {
    return {
      connect: () => this.#connect(),
      later: (ms, callback) => {
        const timer = setTimeout(callback, ms);
        timer.unref();
        return () => clearTimeout(timer);
      },
      nowMs: () => performance.now(),
      random: () => 0,
      onWake: () => {},
      ready: async () => {},
    };
  }

  /** A WebSocket of this customer, open to no transport. */
  rawSocket(headers: Readonly<Record<string, string>> = this.headers): WebSocket {
    return new WebSocket(`${this.#origin.replace('http', 'ws')}/ws`, 'naru.v1', { headers });
  }

  #connect(): SocketLike {
    this.connections += 1;
    const cutAfter = this.#takeCut();
    const socket = this.rawSocket();
    const like: SocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: text => socket.send(text),
      close: code => socket.close(code),
    };
    let chunks = 0;
    socket.on('open', () => like.onopen?.());
    socket.on('error', () => like.onerror?.());
    socket.on('close', code => like.onclose?.({ code }));
    socket.on('message', (bytes: Buffer) => {
      const data = bytes.toString('utf8');
      if (data.includes('"t":"chunk"') && chunks++ >= cutAfter) {
        if (chunks === cutAfter + 1) this.#cut(() => socket.terminate());
        return;
      }
      like.onmessage?.({ data });
    });
    return like;
  }

  #cutBody(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const cutAfter = this.#takeCut();
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    let [held, chunks] = ['', 0];
    const cutting = new TransformStream<Uint8Array, Uint8Array>({
      transform: async (bytes, controller) => {
        held += decoder.decode(bytes, { stream: true });
        const blocks = held.split('\n\n');
        held = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.startsWith('id:') && chunks++ >= cutAfter) {
            // An error overtakes what has not been read: the chunks before the cut are to arrive.
            await new Promise(resolve => setTimeout(resolve, READ_WITHIN_MS));
            return this.#cut(() => controller.error(new TypeError('network error')));
          }
          controller.enqueue(encoder.encode(`${block}\n\n`));
        }
      },
    });
    return body.pipeThrough(cutting);
  }

  #takeCut(): number {
    const { cutAfter } = this;
    this.cutAfter = Number.POSITIVE_INFINITY;
    return cutAfter;
  }

  #cut(end: () => void): void {
    end();
    this.onCut();
  }
}

let customers = 0;

/** Somebody new. */
export function newCustomer(origin: string): Customer {
  customers += 1;
  return new Customer(origin, `naru_customer=${String(customers).padStart(32, '0')}`);
}
