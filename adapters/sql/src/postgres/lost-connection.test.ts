import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { DatabaseUnavailableError } from '../errors.ts';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { aProxiedPostgres } from '../testing/a-proxied-postgres.ts';
import { asks, type Verdict } from '../testing/fault-proxy.ts';
import { connectPostgres } from '../testing/open-test-postgres.ts';
import { describeWithPostgres } from '../testing/with-postgres.ts';

const ENDED = { name: 'ended', endedAtMs: 2_000, result: aTurnResult() };

async function setUp(t: TestContext, options: { readonly waitMs?: number } = {}) {
  const { proxy, open, schema } = await aProxiedPostgres(t, options);
  const database = await open();
  const store = createSqlTurnStore(database);
  /** Cuts the next connection on which that is asked; says afterwards how often it was asked. */
  const cutAt = (statement: string, verdict: Verdict) => {
    let asked = 0;
    proxy.judgeBy(bytes => {
      if (!asks(bytes, statement)) return 'pass';
      asked += 1;
      return asked === 1 ? verdict : 'pass';
    });
    return () => asked;
  };
  return { proxy, database, store, schema, cutAt };
}

describeWithPostgres('a connection that is lost', () => {
  it('before COMMIT arrives: the claim is made again, once', async t => {
    const { store, cutAt } = await setUp(t);
    const commits = cutAt('commit', 'cut-before');
    assert.deepEqual(await store.claim(aTurnClaim()), { kind: 'claimed' });
    assert.equal(commits(), 2);
    assert.deepEqual(
      (await store.list('session-1', 10, 0)).map(({ id }) => id),
      ['turn-1'],
    );
  });

  it('after COMMIT has arrived: the claim stands, and is not made again', async t => {
    const { store, cutAt } = await setUp(t);
    const commits = cutAt('commit', 'cut-after');
    assert.deepEqual(await store.claim(aTurnClaim()), { kind: 'claimed' });
    assert.equal(commits(), 1);
    assert.ok(await store.find('turn-1'));
  });

  it('around the end of a turn: the answer is kept and its writer is told so (C-TURN-4)', async t => {
    const { store, cutAt } = await setUp(t);
    for (const [index, verdict] of (['cut-before', 'cut-after'] as const).entries()) {
      const id = `turn-${index}`;
      await store.claim(aTurnClaim({ id, sessionId: `session-${index}` }));
      cutAt('commit', verdict);
      assert.equal(await store.finish(id, 2_000, aTurnResult()), true, verdict);
      assert.deepEqual((await store.find(id))?.state, ENDED, verdict);
    }
  });

  it('in the middle, by an administrator: the claim is made again', async t => {
    const { database, schema } = await setUp(t);
    await using admin = await connectPostgres();
    let tries = 0;
    await database.claim(['a name'], async transaction => {
      tries += 1;
      const row = { name: `9999-${tries}`, applied_at_ms: 1 };
      await transaction.insertInto('naru_migration').values(row).execute();
      if (tries > 1) return;
      const { rowCount } = await admin.client.query(
        `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks JOIN pg_class ON pg_class.oid = relation
         WHERE relname = 'naru_migration' AND mode = 'RowExclusiveLock' AND relnamespace = '${schema}'::regnamespace`,
      );
      assert.equal(rowCount, 1);
    });
    assert.equal(tries, 2);
    const rows = await database.read(db =>
      db.selectFrom('naru_migration').select('name').where('name', 'like', '9999%').execute(),
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['9999-2'],
    );
  });

  it('while a question is open: it is asked again', async t => {
    const { store, proxy } = await setUp(t);
    await store.claim(aTurnClaim());
    let cuts = 0;
    proxy.judgeBy(bytes => {
      if (cuts === 3 || !bytes.includes('from "chat_turn"')) return 'pass';
      cuts += 1;
      return 'cut-after';
    });
    assert.equal((await store.find('turn-1'))?.id, 'turn-1');
    assert.equal(cuts, 3);
  });

  it('with nobody to ask how COMMIT ended: an error that says so, and may be repeated', async t => {
    const { store, proxy } = await setUp(t, { waitMs: 300 });
    await store.claim(aTurnClaim());
    proxy.judgeBy(bytes => {
      if (!asks(bytes, 'commit')) return 'pass';
      void proxy.stop();
      return 'cut-before';
    });
    await assert.rejects(store.finish('turn-1', 2_000, aTurnResult()), (error: unknown) => {
      assert.ok(error instanceof DatabaseUnavailableError);
      assert.equal(error.retryable, true);
      assert.equal(error.outcome, 'unknown');
      assert.match(error.message, /^The database at 127\.0\.0\.1:\d+ is not reachable; it is not known/);
      return true;
    });
    proxy.judgeBy(() => 'pass');
    await proxy.start();
    assert.equal(await store.finish('turn-1', 2_000, aTurnResult()), true);
  });

  it('while nobody asks anything: the next one does not notice', async t => {
    const { store, proxy } = await setUp(t);
    await store.claim(aTurnClaim());
    await proxy.stop();
    await proxy.start();
    assert.equal((await store.find('turn-1'))?.id, 'turn-1');
  });
});
