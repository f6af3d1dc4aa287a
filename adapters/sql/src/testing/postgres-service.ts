import { createConnection } from 'node:net';

/** Where the tests' PostgreSQL is. */
export const POSTGRES_URL = process.env['DATABASE_URL'] ?? 'postgresql://naru:naru@127.0.0.1:5432/naru';

const DEFAULT_PORT = 5_432;
const CONNECT_MS = 3_000;

export const POSTGRES_ADDRESS = addressOf(new URL(POSTGRES_URL));

function addressOf({ hostname, port }: URL): { readonly host: string; readonly port: number } {
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || DEFAULT_PORT) };
}

function answers(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection({ host, port, timeout: CONNECT_MS });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/**
 * Why tests of PostgreSQL cannot run here; `undefined` where somebody answers. Asked before the first test, which may
 * keep the thread busy for longer than a connection is waited for.
 */
export const WHY_NO_POSTGRES: string | undefined = (await answers(POSTGRES_ADDRESS.host, POSTGRES_ADDRESS.port))
  ? undefined
  : `PostgreSQL not reachable at ${POSTGRES_ADDRESS.host}:${POSTGRES_ADDRESS.port}; npm run services`;
