import type { TestContext } from 'node:test';
import { systemClock, systemRandom } from '@naru/kernel';
import { openPostgres } from '../postgres/open-postgres.ts';
import type { SqlDatabase } from '../sql-database.ts';
import { openSqlite, type SqliteOptions } from '../sqlite/open-sqlite.ts';
import { aSchema } from './open-test-postgres.ts';
import { databasePath } from './open-test-database.ts';
import { POSTGRES_URL } from './postgres-service.ts';
import { wherePostgresIs } from './with-postgres.ts';

/** Where a database lies, as a text that another process can be told: a file's path, or a schema of PostgreSQL. */
export type Place = string;

const IN_POSTGRES = 'postgres:';

/** Runs `tests` once for every database that several connections and processes can open. */
export function overEachPlace(what: string, tests: (name: string, aPlace: (t: TestContext) => Place) => void): void {
  tests('SQLite in a file', databasePath);
  wherePostgresIs(what, () => tests('PostgreSQL', t => `${IN_POSTGRES}${aSchema(t)}`));
}

export function openPlace(place: Place, options: Partial<SqliteOptions> = {}): Promise<SqlDatabase> {
  const world = { clock: systemClock, random: systemRandom, ...options };
  if (!place.startsWith(IN_POSTGRES)) return openSqlite({ ...world, path: place });
  return openPostgres({ ...world, url: POSTGRES_URL, schema: place.slice(IN_POSTGRES.length), maxConnections: 4 });
}

/** The same, closed when the test ends. */
export async function openTestPlace(
  t: TestContext,
  place: Place,
  options: Partial<SqliteOptions> = {},
): Promise<SqlDatabase> {
  const database = await openPlace(place, options);
  t.after(() => database[Symbol.asyncDispose]());
  return database;
}
