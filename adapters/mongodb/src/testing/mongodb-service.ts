import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { before, describe, it, type TestContext } from 'node:test';
import { openMongodb, type MongodbConnection } from '../mongodb-connection.ts';

/** Where the tests' MongoDB is. */
export const MONGODB_URL = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017';

/** Tests that need a MongoDB. Skipped where none answers, with what to do; with `REQUIRE_SERVICES=1` that fails. */
export async function describeWithMongodb(name: string, tests: () => void): Promise<void> {
  const { hostname, port } = new URL(MONGODB_URL.replace('mongodb:', 'http:'));
  if (await answers(hostname, Number(port || 27_017))) {
    describe(name, tests);
    return;
  }
  const reason = `MongoDB not reachable at ${hostname}:${port || 27_017}; npm run services`;
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

/** A database of the test's own, dropped after it. */
export function aDatabase(t: TestContext): MongodbConnection {
  const connection = openMongodb({ url: `${MONGODB_URL}/naru_test_${randomUUID().slice(0, 8)}` });
  t.after(async () => {
    await connection.database.dropDatabase();
    await connection[Symbol.asyncDispose]();
  });
  return connection;
}

function answers(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection({ host, port, timeout: 1_000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
