import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AbortedTransactionError, sql } from 'kysely';
import { systemClock, systemRandom } from '@naru/kernel';
import { DatabaseBusyError } from '../errors.ts';
import { aSchema, connectPostgres, openTestPostgres } from '../testing/open-test-postgres.ts';
import { POSTGRES_URL } from '../testing/postgres-service.ts';
import { describeWithPostgres } from '../testing/with-postgres.ts';
import { openPostgres } from './open-postgres.ts';

const WORLD = { clock: systemClock, random: systemRandom };
const ROW = { name: '9999-test', applied_at_ms: 1 };

describeWithPostgres('openPostgres', () => {
  it('tells at once that it is not let in, and keeps the password to itself', async () => {
    const url = new URL(POSTGRES_URL);
    url.password = 'hush-hush';
    await assert.rejects(openPostgres({ ...WORLD, url: url.href, waitMs: 60_000 }), (error: unknown) => {
      assert.match(String(error), /password authentication failed/);
      assert.doesNotMatch(String(error), /hush/);
      return true;
    });
  });

  it('tells at once that there is no such database', async () => {
    const url = new URL(POSTGRES_URL);
    url.pathname = '/not_there';
    await assert.rejects(openPostgres({ ...WORLD, url: url.href, waitMs: 60_000 }), /"not_there" does not exist/);
  });

  it('refuses a schema that could be more than a name', async () => {
    for (const schema of ['', 'a b', 'a"; DROP TABLE x; --', 'Upper', '-c', 'x'.repeat(64)]) {
      await assert.rejects(openPostgres({ ...WORLD, url: POSTGRES_URL, schema }), RangeError, schema);
    }
  });

  it('reads whole numbers as numbers, sums too, and refuses those that would be inexact', async t => {
    const database = await openTestPostgres(t);
    const exact = await database.read(db =>
      sql<{
        a: number;
        b: number;
      }>`SELECT 9007199254740991::bigint AS a, SUM(v) AS b FROM (VALUES (1::bigint)) AS t(v)`.execute(db),
    );
    assert.deepEqual({ ...exact.rows[0] }, { a: Number.MAX_SAFE_INTEGER, b: 1 });
    await assert.rejects(
      database.read(db => sql`SELECT 9007199254740993::bigint AS a`.execute(db)),
      RangeError,
    );
  });

  it('keeps all changes of a claim or, when it throws, none', async t => {
    const database = await openTestPostgres(t);
    const failure = new Error('on purpose');
    const work = database.claim(['a name'], async transaction => {
      await transaction.insertInto('naru_migration').values(ROW).execute();
      throw failure;
    });
    await assert.rejects(work, failure);
    assert.equal(await count(database), 0);
  });

  it('does not report as kept what a swallowed failure has undone', async t => {
    const database = await openTestPostgres(t);
    const work = database.claim(['a name'], async transaction => {
      await transaction.insertInto('naru_migration').values(ROW).execute();
      await transaction
        .insertInto('naru_migration')
        .values(ROW)
        .execute()
        .catch(() => {});
    });
    await assert.rejects(work, AbortedTransactionError);
    assert.equal(await count(database), 0);
  });

  it('looks again when a row has come since it was looked for, and no more than once', async t => {
    const schema = aSchema(t);
    const database = await openTestPostgres(t, { schema });
    await using admin = await connectPostgres();
    let looks = 0;
    const claim = (isBlind: boolean) =>
      database.claim(['a name'], async transaction => {
        looks += 1;
        const known = transaction.selectFrom('naru_migration').select('name').where('name', '=', ROW.name);
        if (!isBlind && (await known.executeTakeFirst())) return 'known';
        if (looks === 1) await admin.client.query(`INSERT INTO ${schema}.naru_migration VALUES ('${ROW.name}', 1)`);
        await transaction.insertInto('naru_migration').values(ROW).execute();
        return 'made';
      });
    assert.equal(await claim(false), 'known');
    assert.equal(looks, 2);
    await assert.rejects(claim(true), /unique/);
    assert.equal(looks, 4);
  });

  it('lets claims of one name through one by one, and others beside them', async t => {
    const database = await openTestPostgres(t);
    const log: string[] = [];
    const firstIsIn = Promise.withResolvers<void>();
    const otherIsDone = Promise.withResolvers<void>();
    const first = database.claim(['b', 'a'], async () => {
      log.push('first in');
      firstIsIn.resolve();
      await otherIsDone.promise;
      log.push('first out');
    });
    await firstIsIn.promise;
    const second = database.claim(['a', 'c'], async () => void log.push('second'));
    await database.claim(['d'], async () => void log.push('other'));
    otherIsDone.resolve();
    await Promise.all([first, second]);
    assert.deepEqual(log, ['first in', 'other', 'first out', 'second']);
  });

  it('lets crossing claims through without a circle', async t => {
    const database = await openTestPostgres(t);
    let runs = 0;
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        database.claim(index % 2 === 0 ? ['a', 'b', 'c'] : ['c', 'b', 'a'], async () => void (runs += 1)),
      ),
    );
    assert.equal(runs, 40, 'none had to be done twice');
  });

  it('is busy, not away, while all its connections are taken', async t => {
    const database = await openTestPostgres(t, { maxConnections: 1, connectMs: 50, waitMs: 200 });
    const isIn = Promise.withResolvers<void>();
    const mayLeave = Promise.withResolvers<void>();
    const holder = database.claim(['a'], async () => {
      isIn.resolve();
      await mayLeave.promise;
    });
    await isIn.promise;
    await assert.rejects(count(database), DatabaseBusyError);
    mayLeave.resolve();
    await holder;
    assert.equal(await count(database), 0);
  });

  it('may be closed twice', async t => {
    const database = await openTestPostgres(t);
    await database[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await assert.rejects(count(database));
  });
});

async function count(database: Awaited<ReturnType<typeof openPostgres>>): Promise<number> {
  const rows = await database.read(db =>
    db.selectFrom('naru_migration').select('name').where('name', '=', ROW.name).execute(),
  );
  return rows.length;
}
