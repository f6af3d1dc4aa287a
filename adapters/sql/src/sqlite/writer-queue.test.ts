import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { SqlDatabase } from '../sql-database.ts';
import { openTestDatabase } from '../testing/open-test-database.ts';

function insert(database: SqlDatabase, name: string): Promise<unknown> {
  return database.write(db => db.insertInto('naru_migration').values({ name, applied_at_ms: 1 }).execute());
}

function names(database: SqlDatabase): Promise<readonly string[]> {
  return database.read(async db => {
    const rows = await db.selectFrom('naru_migration').select('name').where('name', 'like', 'test-%').execute();
    return rows.map(({ name }) => name).toSorted();
  });
}

describe('writers that come together', () => {
  it('are all kept, in the order of their arrival', async t => {
    const database = await openTestDatabase(t);
    const count = 200;
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: count }, (_, number) =>
        database.claim(['a'], async transaction => {
          seen.push(number);
          await transaction
            .insertInto('naru_migration')
            .values({ name: `test-${number}`, applied_at_ms: 1 })
            .execute();
        }),
      ),
    );
    assert.deepEqual(
      seen,
      Array.from({ length: count }, (_, number) => number),
    );
    assert.equal((await names(database)).length, count);
  });

  it('do not undo each other: what fails is undone by itself, whole', async t => {
    const database = await openTestDatabase(t);
    const failure = new Error('on purpose');
    const outcomes = await Promise.allSettled([
      insert(database, 'test-1'),
      database.claim(['a'], async transaction => {
        await transaction.insertInto('naru_migration').values({ name: 'test-2', applied_at_ms: 1 }).execute();
        throw failure;
      }),
      insert(database, 'test-1'),
      insert(database, 'test-3'),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.equal(outcomes[1]?.status === 'rejected' && outcomes[1].reason, failure);
    assert.deepEqual(await names(database), ['test-1', 'test-3']);
  });

  it('are done one by one when one of them ends the transaction of all', async t => {
    const database = await openTestDatabase(t);
    const outcomes = await Promise.allSettled([
      insert(database, 'test-1'),
      database.write(db => sql`INSERT OR ROLLBACK INTO naru_migration VALUES ('test-1', 1), ('test-1', 2)`.execute(db)),
      insert(database, 'test-2'),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await names(database), ['test-1', 'test-2']);
  });

  it('are heard of only once they are kept', async t => {
    const database = await openTestDatabase(t);
    const first = insert(database, 'test-1').then(() => names(database));
    await insert(database, 'test-2');
    assert.deepEqual(await first, ['test-1', 'test-2']);
  });

  it('are finished before the database is closed', async t => {
    const database = await openTestDatabase(t);
    const written = insert(database, 'test-1');
    await database[Symbol.asyncDispose]();
    await written;
  });
});
