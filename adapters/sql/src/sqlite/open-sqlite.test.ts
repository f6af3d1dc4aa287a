import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { systemClock, systemRandom } from '@naru/kernel';
import { databasePath, openTestDatabase } from '../testing/open-test-database.ts';
import { openSqlite } from './open-sqlite.ts';

describe('openSqlite', () => {
  it('makes the folder, for this account only, and writes ahead', async t => {
    const path = databasePath(t);
    const database = await openTestDatabase(t, { path });
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    const mode = await database.read(db => sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(db));
    assert.equal(mode.rows[0]?.journal_mode, 'wal');
    const timeout = await database.read(db => sql<{ timeout: number }>`PRAGMA busy_timeout`.execute(db));
    assert.ok(timeout.rows[0]!.timeout <= 20);
  });

  it('refuses a file that is no database, and lets go of it', async t => {
    const path = databasePath(t);
    await (await openTestDatabase(t, { path: `${path}.first` }))[Symbol.asyncDispose]();
    writeFileSync(path, 'not a database '.repeat(1_000));
    await assert.rejects(openSqlite({ path, clock: systemClock, random: systemRandom }), /not a database/);
  });

  it('keeps all changes of a claim or, when it throws, none', async t => {
    const database = await openTestDatabase(t);
    const failure = new Error('on purpose');
    const work = database.claim(['a name'], async transaction => {
      await transaction.insertInto('naru_migration').values({ name: '9999-test', applied_at_ms: 1 }).execute();
      throw failure;
    });
    await assert.rejects(work, failure);
    const rows = await database.read(db => db.selectFrom('naru_migration').select('name').execute());
    assert.ok(!rows.some(({ name }) => name === '9999-test'));
  });

  it('shows nobody the middle of a claim', async t => {
    const database = await openTestDatabase(t);
    const names = (): Promise<readonly { readonly name: string }[]> =>
      database.read(db => db.selectFrom('naru_migration').select('name').execute());
    let meanwhile = names();
    await database.claim(['a name'], async transaction => {
      await transaction.insertInto('naru_migration').values({ name: '9999-test', applied_at_ms: 1 }).execute();
      meanwhile = names();
      for (let turn = 0; turn < 20; turn += 1) {
        await transaction.selectFrom('naru_migration').select('name').execute();
      }
      await transaction.deleteFrom('naru_migration').where('name', '=', '9999-test').execute();
    });
    assert.ok(!(await meanwhile).some(({ name }) => name === '9999-test'));
  });

  it('may be closed twice', async t => {
    const database = await openTestDatabase(t);
    await database[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await assert.rejects(database.read(db => db.selectFrom('naru_migration').selectAll().execute()));
  });
});
