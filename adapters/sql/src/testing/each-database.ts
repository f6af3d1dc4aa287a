import type { TestContext } from 'node:test';
import type { SqlDatabase } from '../sql-database.ts';
import { databasePath, openTestDatabase } from './open-test-database.ts';
import { openTestPostgres } from './open-test-postgres.ts';
import { wherePostgresIs } from './with-postgres.ts';

/** Opens an empty database, migrated, that goes when the test ends. */
export type OpenDatabase = (t: TestContext) => Promise<SqlDatabase>;

/**
 * Runs `tests` once for every database that the stores are for: a store's whole test is
 * `overEachDatabase('LedgerStore', (name, open) => describeLedgerStore(name, async t => …(await open(t))))`.
 */
export function overEachDatabase(what: string, tests: (name: string, open: OpenDatabase) => void): void {
  tests('SQLite in memory', t => openTestDatabase(t));
  tests('SQLite in a file', t => openTestDatabase(t, { path: databasePath(t) }));
  wherePostgresIs(what, () => tests('PostgreSQL', t => openTestPostgres(t)));
}
