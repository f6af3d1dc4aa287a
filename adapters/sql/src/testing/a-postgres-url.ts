import type { TestContext } from 'node:test';
import type { FaultProxy } from './fault-proxy.ts';
import { aSchema, connectPostgres } from './open-test-postgres.ts';
import { POSTGRES_URL } from './postgres-service.ts';

/** A value for `DATABASE_URL`: an empty schema of the test's own, which goes when the test ends; `via` a proxy, if given. */
export async function aPostgresUrl(t: TestContext, via?: FaultProxy): Promise<string> {
  const schema = aSchema(t);
  await using admin = await connectPostgres();
  await admin.client.query(`CREATE SCHEMA ${schema}`);
  const url = new URL(POSTGRES_URL);
  url.searchParams.set('options', `-c search_path=${schema}`);
  if (via) {
    url.hostname = '127.0.0.1';
    url.port = String(via.port);
  }
  // A plus for a blank is right in a form only.
  return url.href.replaceAll('+', '%20');
}
