import { describeWithService } from '@naru/services';

/** Where the tests' Redis is. */
export const REDIS_URL = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';

const { hostname, port } = new URL(REDIS_URL);

/** Tests that need a Redis. */
export function describeWithRedis(what: string, tests: () => void): Promise<void> {
  return describeWithService({ name: 'Redis', host: hostname, port: Number(port || 6_379) }, what, tests);
}
