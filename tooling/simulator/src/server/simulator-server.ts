import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { control, type Controlled } from '../control/control-routes.ts';
import type { Json } from '../protocols/json.ts';
import { answerRequest, type AnswerDependencies } from './answer-request.ts';
import { readBody } from './read-body.ts';
import { routeOf, type Route } from './route.ts';

const MAX_CONTROL_BYTES = 1024 * 1024;

/** The HTTP face: finds out who is meant, and hands over. It is not listening yet. */
export function createSimulatorServer(dependencies: AnswerDependencies, controlled: Controlled): Server {
  const server = createServer((request, response) => {
    void serve(request, response, dependencies, controlled).catch((error: unknown) => {
      // A fault of the simulator itself must not look like a played one.
      console.error('simulator: fault while answering', error);
      response.destroy();
    });
  });
  server.on('connection', socket => dependencies.connections.add(socket));
  // A provider that closes idle connections is a behaviour, not an accident of the default.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return server;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: AnswerDependencies,
  controlled: Controlled,
): Promise<void> {
  const route = routeOf(request.method ?? 'GET', request.url ?? '/', controlled.providers);
  if (route.kind === 'answer') return answerRequest(route, request, response, dependencies);
  if (route.kind === 'control') return serveControl(route, request, response, controlled);
  request.resume();
  if (route.kind === 'models')
    return send(response, 200, route.provider.protocol.modelsDocument(route.provider.models));
  if (route.kind === 'wrong-method') {
    response.setHeader('allow', route.allowed);
    return send(response, 405, { error: { message: `allowed: ${route.allowed}` } });
  }
  return sendUnknown(route, response, controlled);
}

function sendUnknown(
  route: Extract<Route, { kind: 'unknown' }>,
  response: ServerResponse,
  { providers }: Controlled,
): void {
  const { provider, path } = route;
  const allowed = [...providers.values()].map(({ name, protocol }) => `/${name}${protocol.path}`).join(', ');
  const message = `found ${path}; allowed: ${allowed}, /control`;
  const { status, document } = provider?.protocol.errorDocument({ kind: 'not-found', message }) ?? {
    status: 404,
    document: { error: { message } },
  };
  send(response, status, document);
}

async function serveControl(
  { path, query }: Extract<Route, { kind: 'control' }>,
  request: IncomingMessage,
  response: ServerResponse,
  controlled: Controlled,
): Promise<void> {
  const body = await readBody(request, MAX_CONTROL_BYTES);
  if (body.kind === 'unread') return;
  if (body.kind === 'too-large') return send(response, 413, { error: { message: `allowed: ${body.maxBytes} bytes` } });
  const left = new AbortController();
  response.once('close', () => left.abort());
  const parsed = parseJson(body.bytes);
  if (parsed.kind === 'broken') return send(response, 400, { error: { message: 'body: expected JSON' } });
  const { status, document } = await control(
    { method: request.method ?? 'GET', path, query, body: parsed.value, signal: left.signal },
    controlled,
  );
  send(response, status, document);
}

function parseJson(bytes: Buffer): { kind: 'parsed'; value: Json | undefined } | { kind: 'broken' } {
  if (bytes.length === 0) return { kind: 'parsed', value: undefined };
  try {
    return { kind: 'parsed', value: JSON.parse(bytes.toString('utf8')) as Json };
  } catch {
    return { kind: 'broken' };
  }
}

function send(response: ServerResponse, status: number, document: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(document)}\n`);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}
