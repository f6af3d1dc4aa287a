import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { DatabaseBusyError } from '../errors.ts';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { aSchema, connectPostgres, openTestPostgres } from '../testing/open-test-postgres.ts';
import { describeWithPostgres } from '../testing/with-postgres.ts';
import type { PostgresOptions } from './open-postgres.ts';

async function setUp(t: TestContext, options: Partial<PostgresOptions> = {}) {
  const schema = aSchema(t);
  const database = await openTestPostgres(t, { ...options, schema });
  const store = createSqlTurnStore(database);
  await store.claim(aTurnClaim());
  const { client: other } = await connectPostgres();
  t.after(() => other.end());
  await other.query(`SET search_path = ${schema}`);
  return { database, store, other };
}

describeWithPostgres('rows that somebody else has locked', () => {
  it('for two seconds: no message is lost', async t => {
    const { store, other } = await setUp(t);
    await other.query('BEGIN');
    await other.query('LOCK TABLE chat_turn IN EXCLUSIVE MODE');
    const finished = store.finish('turn-1', 2_000, aTurnResult());
    const claimed = store.claim(aTurnClaim({ id: 'turn-2', sessionId: 'session-2' }));
    assert.ok(await store.find('turn-1'), 'readers go on');
    // What is tested is a wait of the server's own.
    await sleep(2_000);
    await other.query('COMMIT');
    assert.equal(await finished, true);
    assert.deepEqual(await claimed, { kind: 'claimed' });
  });

  it('for longer than is waited: busy, nothing changed, and the next try succeeds', async t => {
    const { store, other } = await setUp(t, { waitMs: 200 });
    await other.query('BEGIN');
    await other.query('LOCK TABLE chat_turn IN EXCLUSIVE MODE');
    const claim = store.claim(aTurnClaim({ id: 'two', sessionId: 'session-2' }));
    for (const outcome of await Promise.allSettled([store.renew('turn-1', 99), claim])) {
      assert.ok(outcome.status === 'rejected' && outcome.reason instanceof DatabaseBusyError);
    }
    await other.query('ROLLBACK');
    assert.equal(await store.renew('turn-1', 99_000), true);
  });

  it('are not overwritten by a claim that took a turn for dead just before its own process ended it', async t => {
    const { store, other } = await setUp(t);
    const nowMs = 10_000_000;
    await other.query('BEGIN');
    const result = JSON.stringify(aTurnResult());
    await other.query(
      `UPDATE chat_turn SET state = 'ended', lease_until_ms = NULL, ended_at_ms = 2000, result = $1 WHERE id = 'turn-1'`,
      [result],
    );
    const next = store.claim(aTurnClaim({ id: 'turn-2' }, { nowMs }));
    await untilSomebodyWaits(other);
    await other.query('COMMIT');
    assert.deepEqual(await next, { kind: 'claimed' });
    const { state } = (await store.find('turn-1'))!;
    assert.deepEqual(state, { name: 'ended', endedAtMs: 2_000, result: aTurnResult() });
  });

  it('in a circle: one of the two waits again, and both are done', async t => {
    const { database, store } = await setUp(t);
    await store.claim(aTurnClaim({ id: 'turn-2', sessionId: 'session-2' }));
    const bothHoldOne = Promise.withResolvers<void>();
    let holders = 0;
    const lockBoth = (name: string, ids: readonly [string, string]) =>
      database.claim([name], async transaction => {
        for (const id of ids) {
          await transaction.updateTable('chat_turn').set({ fingerprint: name }).where('id', '=', id).execute();
          holders += 1;
          if (holders === 2) bothHoldOne.resolve();
          await bothHoldOne.promise;
        }
      });
    await Promise.all([lockBoth('there', ['turn-1', 'turn-2']), lockBoth('back', ['turn-2', 'turn-1'])]);
    assert.ok(holders > 4, 'one of them did it twice');
  });

  it('by a statement that takes too long: it is ended, and says so', async t => {
    const { database } = await setUp(t, { statementMs: 100 });
    await assert.rejects(
      database.read(db => sql`SELECT pg_sleep(5)`.execute(db)),
      DatabaseBusyError,
    );
  });
});

async function untilSomebodyWaits(other: Awaited<ReturnType<typeof connectPostgres>>['client']): Promise<void> {
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
  while ((await other.query(waiting)).rowCount === 0) await sleep(10);
}
