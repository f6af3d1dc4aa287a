import { sql } from 'kysely';
import type { Clock } from '@naru/kernel';
import { DatabaseNewerError } from '../errors.ts';
import type { SqlDatabase } from '../sql-database.ts';
import type { Migration } from './migration.ts';
import { MIGRATIONS } from './migrations.ts';

/**
 * Brings the tables up to date, forward only: all missing steps or, when one fails, none. Of several processes
 * that start at once, one does it and the others find it done.
 *
 * @throws {DatabaseNewerError} when the database has a step that is not in `migrations`
 */
export async function migrate(
  database: Pick<SqlDatabase, 'claim'>,
  clock: Clock,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await database.claim(['naru_migration'], async transaction => {
    await transaction.schema
      .createTable('naru_migration')
      .ifNotExists()
      .addColumn('name', 'text', column => column.primaryKey().notNull())
      .addColumn('applied_at_ms', 'bigint', column => column.notNull())
      .execute();
    const rows = await transaction
      .selectFrom('naru_migration')
      .select('name')
      .orderBy(sql`name`)
      .execute();
    const applied = new Set(rows.map(({ name }) => name));

    const known = new Set(migrations.map(({ name }) => name));
    const unknown = [...applied].filter(name => !known.has(name));
    if (unknown.length > 0) throw new DatabaseNewerError(unknown, migrations.at(-1)?.name);

    for (const { name, up } of migrations) {
      if (applied.has(name)) continue;
      await up(transaction);
      await transaction.insertInto('naru_migration').values({ name, applied_at_ms: clock.now() }).execute();
    }
  });
}
