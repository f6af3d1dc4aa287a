import { createConnection } from 'node:net';
import { before, describe, it } from 'node:test';

/** Where the tests' Redis is. */
export const REDIS_URL = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';

/** Tests that need a Redis. Skipped where none answers, with what to do; with `REQUIRE_SERVICES=1` that fails. */
export async function describeWithRedis(name: string, tests: () => void): Promise<void> {
  const { hostname, port } = new URL(REDIS_URL);
  if (await answers(hostname, Number(port || 6379))) {
    describe(name, tests);
    return;
  }
  const reason = `Redis not reachable at ${hostname}:${port || 6379}; npm run services`;
  if (process.env['REQUIRE_SERVICES'] !== '1') {
    it(name, { skip: `skipped: ${reason}` }, () => {});
    return;
  }
  describe(name, () => {
    before(() => {
      throw new Error(`REQUIRE_SERVICES=1, but ${reason}`);
    });
    tests();
  });
}

/** Whether somebody takes connections there. */
export function answers(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection({ host, port, timeout: 1_000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
