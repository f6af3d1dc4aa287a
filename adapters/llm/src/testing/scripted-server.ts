import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  readonly openSockets: number;
  /** Sockets that were ever opened. */
  readonly acceptedSockets: number;
  /** Resolves when a caller has left before its answer was over. */
  readonly callerLeft: Promise<void>;
  /** Closes every socket at once, as a restart does. */
  dropSockets(): void;
}

export type Script = (response: ServerResponse, request: SeenRequest, number: number) => void;

/** A server on loopback that plays `script` for each request, counted from 0. */
export async function openScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const left = Promise.withResolvers<void>();
  let acceptedSockets = 0;

  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) left.resolve();
    });
    response.on('error', () => {});
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const seen = { path: request.url ?? '', headers: request.headers, body: JSON.parse(text || '{}') };
    requests.push(seen);
    script(response, seen, requests.length - 1);
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', socket => {
    acceptedSockets += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const dropSockets = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    callerLeft: left.promise,
    dropSockets,
    get openSockets() {
      return sockets.size;
    },
    get acceptedSockets() {
      return acceptedSockets;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Sends frames as an event stream and ends it. */
export function streamFrames(response: ServerResponse, frames: readonly string[]): void {
  startStream(response);
  response.end(frames.join(''));
}

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A frame with a JSON body, as OpenAI writes them. */
export function dataFrame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** A frame with its event's name, as Anthropic and `generate` write them. */
export function eventFrame(event: string, value: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}
