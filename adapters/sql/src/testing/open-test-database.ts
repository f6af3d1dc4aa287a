import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { systemClock, systemRandom } from '@naru/kernel';
import type { SqlDatabase } from '../sql-database.ts';
import { openSqlite, type SqliteOptions } from '../sqlite/open-sqlite.ts';

/** A database that is closed when the test ends, by default in memory. */
export async function openTestDatabase(t: TestContext, options: Partial<SqliteOptions> = {}): Promise<SqlDatabase> {
  const database = await openSqlite({ path: ':memory:', clock: systemClock, random: systemRandom, ...options });
  t.after(() => database[Symbol.asyncDispose]());
  return database;
}

/** A path for a database, in a folder of its own that goes when the test ends. */
export function databasePath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'naru-sql-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'data', 'naru.db');
}
