import { Client } from 'pg';
import { DatabaseNewerError } from '../errors.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';

const OLDEST_VERSION = 13;
/** PostgreSQL says 150018 for 15.18. */
const VERSION_UNIT = 10_000;

/**
 * Looks whether a server could be used, and changes nothing.
 *
 * @throws what is wrong, in words that end the search
 */
export async function checkPostgres(url: string, connectMs: number): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    query_timeout: connectMs,
    application_name: 'naru check',
  });
  client.on('error', () => {});
  try {
    await connect(client);
    await checkVersion(client);
    const isMigrated = await findMigrationTable(client);
    await (isMigrated ? checkMigrations(client) : checkMayCreate(client));
  } finally {
    await client.end();
  }
}

async function connect(client: Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    // A name with several addresses: each failed, and the whole says nothing.
    throw error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  }
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const version = Math.floor(rows[0]!.version / VERSION_UNIT);
  if (version >= OLDEST_VERSION) return;
  throw new Error(`The server is PostgreSQL ${version}; ${OLDEST_VERSION} or newer is needed`);
}

async function findMigrationTable(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('naru_migration') IS NOT NULL AS exists`,
  );
  return rows[0]!.exists;
}

async function checkMigrations(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM naru_migration ORDER BY name');
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = rows.map(({ name }) => name).filter(name => !known.has(name));
  if (unknown.length > 0) throw new DatabaseNewerError(unknown, MIGRATIONS.at(-1)?.name);
}

async function checkMayCreate(client: Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean | null; user: string }>(
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AS may, current_user AS user`,
  );
  const { may, user } = rows[0]!;
  if (may === true) return;
  throw new Error(
    `The user ${user} may not make tables: GRANT CREATE ON SCHEMA public TO ${user}, or make it the owner`,
  );
}
