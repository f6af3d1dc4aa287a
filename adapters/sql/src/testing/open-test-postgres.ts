import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { Client } from 'pg';
import { systemClock, systemRandom } from '@naru/kernel';
import { openPostgres, type PostgresOptions } from '../postgres/open-postgres.ts';
import type { SqlDatabase } from '../sql-database.ts';
import { POSTGRES_URL } from './postgres-service.ts';

/** A schema's name that no other test has; the schema goes when the test ends. */
export function aSchema(t: TestContext): string {
  const schema = `naru_test_${randomUUID().replaceAll('-', '')}`;
  t.after(async () => {
    await using admin = await connectPostgres();
    await admin.client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  });
  return schema;
}

/** A database in a schema of the test's own, closed when the test ends. */
export async function openTestPostgres(t: TestContext, options: Partial<PostgresOptions> = {}): Promise<SqlDatabase> {
  const { schema = aSchema(t) } = options;
  const given = { url: POSTGRES_URL, clock: systemClock, random: systemRandom, maxConnections: 4 };
  const database = await openPostgres({ ...given, ...options, schema });
  t.after(() => database[Symbol.asyncDispose]());
  return database;
}

/** A connection that knows nothing of our tables, for looking and for disturbing. */
export async function connectPostgres(url = POSTGRES_URL): Promise<{ readonly client: Client } & AsyncDisposable> {
  const client = new Client({ connectionString: url });
  // Tests end connections on purpose.
  client.on('error', () => {});
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}
