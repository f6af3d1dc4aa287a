import { answers } from '@naru/services';

/** Where the tests' PostgreSQL is. */
export const POSTGRES_URL = process.env['DATABASE_URL'] ?? 'postgresql://naru:naru@127.0.0.1:5432/naru';

const DEFAULT_PORT = 5_432;

export const POSTGRES_ADDRESS = addressOf(new URL(POSTGRES_URL));

function addressOf({ hostname, port }: URL): { readonly host: string; readonly port: number } {
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || DEFAULT_PORT) };
}

/**
 * Why tests of PostgreSQL cannot run here; `undefined` where somebody answers. Asked before the first test, which may
 * keep the thread busy for longer than a connection is waited for.
 */
export const WHY_NO_POSTGRES: string | undefined = (await answers(POSTGRES_ADDRESS.host, POSTGRES_ADDRESS.port))
  ? undefined
  : `PostgreSQL not reachable at ${POSTGRES_ADDRESS.host}:${POSTGRES_ADDRESS.port}; npm run services`;
