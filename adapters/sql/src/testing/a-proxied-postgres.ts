import type { TestContext } from 'node:test';
import type { PostgresOptions } from '../postgres/open-postgres.ts';
import { FaultProxy } from './fault-proxy.ts';
import { aSchema, openTestPostgres } from './open-test-postgres.ts';
import { POSTGRES_ADDRESS, POSTGRES_URL } from './postgres-service.ts';

/** The tests' PostgreSQL behind a proxy that can fail, in a schema of the test's own. */
export async function aProxiedPostgres(t: TestContext, options: Partial<PostgresOptions> = {}) {
  const proxy = new FaultProxy(POSTGRES_ADDRESS);
  await proxy.start();
  t.after(() => proxy.stop());
  const url = new URL(POSTGRES_URL);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const { schema = aSchema(t) } = options;
  const open = () => openTestPostgres(t, { ...options, url: url.href, schema });
  return { proxy, open, schema };
}
