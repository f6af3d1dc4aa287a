import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { describeWithService } from '@naru/services';
import { openMongodb, type MongodbConnection } from '../mongodb-connection.ts';

/** Where the tests' MongoDB is. */
export const MONGODB_URL = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017';

const { hostname, port } = new URL(MONGODB_URL.replace('mongodb:', 'http:'));

/** Tests that need a MongoDB. */
export function describeWithMongodb(what: string, tests: () => void): Promise<void> {
  return describeWithService({ name: 'MongoDB', host: hostname, port: Number(port || 27_017) }, what, tests);
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
