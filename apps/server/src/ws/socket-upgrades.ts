import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { SOCKET_LIMITS, SOCKET_PROTOCOL } from '@naru/api-contract';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** How long the other side may take to answer our close; then the connection ends anyhow. */
const CLOSE_TIMEOUT_MS = 2_000;
/** `closeTimeout` is in no types of `ws` yet. */
const OPTIONS: ServerOptions & { readonly closeTimeout: number } = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: SOCKET_LIMITS.maxFrameBytes,
  // Answered where there is room for it, or whoever only pings would fill our memory.
  autoPong: false,
  handleProtocols: () => SOCKET_PROTOCOL,
  closeTimeout: CLOSE_TIMEOUT_MS,
};

/**
 * Lets a request to become a WebSocket take the way of all requests, through identity, limits and error shapes, to a
 * route, which alone decides whether the connection is made.
 */
export class SocketUpgrades {
  readonly #waiting = new WeakMap<IncomingMessage, Upgrade>();
  readonly #handshake = new WebSocketServer(OPTIONS);

  /** @param route answers requests of this server, as for any other */
  constructor(server: Server, route: (request: IncomingMessage, response: ServerResponse) => void) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#waiting.set(request, { socket, head });
      socket.on('error', () => socket.destroy());
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
      // A refusal is the last thing that is said here.
      response.once('finish', () => socket.end());
      route(request, response);
    });
  }

  /** Whether this request asks for a WebSocket. */
  has(request: IncomingMessage): boolean {
    return this.#waiting.has(request);
  }

  /** Makes the connection. The response is not to be used any more. */
  accept(
    request: IncomingMessage,
    response: ServerResponse,
    onOpen: (socket: WebSocket, stream: Duplex) => void,
  ): void {
    const upgrade = this.#waiting.get(request);
    if (!upgrade) throw new TypeError('this request asks for no WebSocket');
    this.#waiting.delete(request);
    const { socket, head } = upgrade;
    response.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
    this.#handshake.handleUpgrade(request, socket, head, webSocket => onOpen(webSocket, socket));
  }
}
