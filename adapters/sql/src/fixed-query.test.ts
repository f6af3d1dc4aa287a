import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FixedQuery } from './fixed-query.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

describe('a query that is always the same', () => {
  it('is built once, and runs with other values each time, each in its own place', async t => {
    const database = await openTestDatabase(t);
    let built = 0;
    const insert = new FixedQuery<{ readonly name: string; readonly at: number }>((db, value) => {
      built += 1;
      return db.insertInto('naru_migration').values({ name: value('name'), applied_at_ms: value('at') });
    });
    const later = new FixedQuery<{ readonly at: number; readonly prefix: string }, { readonly name: string }>(
      (db, value) =>
        db
          .selectFrom('naru_migration')
          .select('name')
          .where('name', 'like', value('prefix'))
          .where('name', '!=', 'test-left-out')
          .where('applied_at_ms', '>=', value('at')),
    );
    for (const [name, at] of [['test-1', 1] as const, ['test-2', 2] as const, ['test-left-out', 3] as const]) {
      assert.equal(await database.write(db => insert.change(db, { name, at })), 1);
    }
    assert.equal(built, 1);
    const namesFrom = (at: number) => database.read(db => later.rows(db, { prefix: 'test-%', at }));
    assert.deepEqual(
      (await namesFrom(2)).map(({ name }) => name),
      ['test-2'],
    );
    assert.equal((await namesFrom(1)).length, 2);
    assert.equal(await database.read(db => later.firstRow(db, { prefix: 'none', at: 0 })), undefined);
  });
});
