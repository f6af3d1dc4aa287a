import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock, Timer } from '@naru/kernel';
import type { Exchange } from './exchange.ts';
import { checkHead, readChunks, readJson, readRefusal } from './read-answer.ts';
import { connectTimeoutError, isReset, toTransportError } from './transport-error.ts';

/** What is read of a request as the SDK signed it. */
export interface SignedRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the SDK hands through from `send`. */
export interface TransportOptions {
  readonly exchange: Exchange;
  readonly isStream: boolean;
}

export interface TransportAnswer {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  };
}

export interface TransportSettings {
  readonly clock: Clock;
  /** Socket asked for to connection (and TLS) ready. */
  readonly connectTimeoutMs: number;
  /** Connections at the same time; more requests wait. */
  readonly maxSockets: number;
}

/** Idle connections live no longer than this: servers and balancers close theirs without a word (R-FO-6). */
const IDLE_MS = 25_000;

/**
 * Carries the SDK's requests over HTTP/1.1, with no timer but the one for connecting: the router owns the others.
 * A refusal is classified here, before the SDK makes an exception with the provider's text of it.
 */
export class HttpTransport {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #settings: TransportSettings;
  readonly #plain: HttpAgent;
  readonly #secure: HttpsAgent;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
    const options = { keepAlive: true, timeout: IDLE_MS, maxSockets: settings.maxSockets };
    this.#plain = new HttpAgent(options);
    this.#secure = new HttpsAgent(options);
  }

  /** @throws {ProviderFailure | TransportError} */
  async handle(request: SignedRequest, { exchange, isStream }: TransportOptions): Promise<TransportAnswer> {
    const incoming = await this.#ask(request, exchange, true);
    const statusCode = incoming.statusCode ?? 0;
    if (statusCode !== 200) throw await readRefusal(incoming, this.#settings.clock);
    checkHead(incoming, isStream);
    exchange.markHead();
    const body = isStream ? readChunks(incoming) : await readJson(incoming);
    return { response: { statusCode, headers: headersOf(incoming), body } };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  destroy(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  async #ask(request: SignedRequest, exchange: Exchange, mayReuse: boolean): Promise<IncomingMessage> {
    const outgoing = this.#open(request, mayReuse);
    const over = Promise.withResolvers<void>();
    outgoing.once('close', () => over.resolve());
    exchange.attach({ destroy: () => outgoing.destroy(), over: over.promise });
    let bytesReadBefore = 0;
    outgoing.once('socket', socket => {
      bytesReadBefore = socket.bytesRead;
      this.#watchConnecting(outgoing, socket, request.protocol === 'https:', exchange);
    });
    const answer = Promise.withResolvers<IncomingMessage>();
    outgoing.once('response', answer.resolve);
    // Stays for the whole exchange: an error after the answer's headers reaches the reader of the body.
    outgoing.on('error', answer.reject);
    outgoing.end(request.body);
    try {
      return await answer.promise;
    } catch (error) {
      const isStale = outgoing.reusedSocket && outgoing.socket?.bytesRead === bytesReadBefore && isReset(error);
      if (isStale && mayReuse && !exchange.isClosed) return this.#ask(request, exchange, false);
      throw toTransportError(error);
    }
  }

  #open({ protocol, hostname, port, path, method, headers }: SignedRequest, mayReuse: boolean): ClientRequest {
    const isSecure = protocol === 'https:';
    const agent = isSecure ? this.#secure : this.#plain;
    // Without an agent of its own, a request gets a connection of its own.
    const options = { hostname, port, path, method, headers: { ...headers }, agent: mayReuse ? agent : false };
    return isSecure ? httpsRequest(options) : httpRequest(options);
  }

  #watchConnecting(outgoing: ClientRequest, socket: Socket, isSecure: boolean, exchange: Exchange): void {
    if (!socket.connecting) {
      exchange.dispatched = true;
      return;
    }
    const { clock, connectTimeoutMs } = this.#settings;
    const deadline: Timer = clock.schedule(connectTimeoutMs, () => outgoing.destroy(connectTimeoutError()));
    socket.once('close', () => deadline.cancel());
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      deadline.cancel();
      exchange.dispatched = true;
    });
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
