import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { encodeMessage } from '@naru/simulator';

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export type Script = (response: ServerResponse, request: SeenRequest, number: number) => void;

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  readonly acceptedSockets: number;
  readonly openSockets: number;
  /** Resolves when a caller has left before its answer was over. */
  readonly callerLeft: Promise<void>;
}

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
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    requests.push({ path: request.url ?? '', headers: request.headers, body });
    script(response, requests.at(-1)!, requests.length - 1);
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
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    callerLeft: left.promise,
    get acceptedSockets() {
      return acceptedSockets;
    },
    get openSockets() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** One event of a ConverseStream in its bytes. */
export function event(type: string, payload: object): Buffer {
  const headers = [
    [':event-type', type],
    [':content-type', 'application/json'],
    [':message-type', 'event'],
  ] as const;
  return encodeMessage(headers, Buffer.from(JSON.stringify(payload)));
}

/** An exception inside a stream. */
export function exception(type: string, message: string): Buffer {
  const headers = [
    [':exception-type', type],
    [':content-type', 'application/json'],
    [':message-type', 'exception'],
  ] as const;
  return encodeMessage(headers, Buffer.from(JSON.stringify({ message })));
}

export const text = (words: string, contentBlockIndex = 0): Buffer =>
  event('contentBlockDelta', { contentBlockIndex, delta: { text: words } });
export const messageStart = event('messageStart', { role: 'assistant' });
export const messageStop = (stopReason: string): Buffer => event('messageStop', { stopReason });
export const metadata = (usage?: object): Buffer =>
  event('metadata', { ...(usage ? { usage } : {}), metrics: { latencyMs: 5 } });

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.flushHeaders();
}

export function streamMessages(response: ServerResponse, messages: readonly Buffer[]): void {
  startStream(response);
  response.end(Buffer.concat(messages));
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
