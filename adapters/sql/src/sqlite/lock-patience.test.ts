import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { systemClock } from '@naru/kernel';
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { DatabaseBusyError } from '../errors.ts';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { databasePath, openTestDatabase } from '../testing/open-test-database.ts';

async function setUp(t: TestContext) {
  const clock = new FakeClock();
  const path = databasePath(t);
  const store = createSqlTurnStore(await openTestDatabase(t, { path, clock, random: () => 0.5 }));
  const other = new DatabaseSync(path);
  t.after(() => other.close());
  return { clock, store, other };
}

describe('a database that another process has locked', () => {
  it('is waited for: a claim made meanwhile succeeds after a second', async t => {
    const { clock, store, other } = await setUp(t);
    other.exec('BEGIN IMMEDIATE');
    const claim = store.claim(aTurnClaim());
    await clock.advance(1_000);
    assert.equal(await store.find('turn-1'), undefined, 'readers go on');
    other.exec('COMMIT');
    await clock.advance(200);
    assert.deepEqual(await claim, { kind: 'claimed' });
    assert.equal(clock.pending, 0);
  });

  it('is waited for by single writes too', async t => {
    const { clock, store, other } = await setUp(t);
    await store.claim(aTurnClaim());
    other.exec('BEGIN IMMEDIATE');
    const finish = store.finish('turn-1', 2_000, aTurnResult());
    await clock.advance(1_000);
    other.exec('COMMIT');
    await clock.advance(200);
    assert.equal(await finish, true);
  });

  it('is given up after five seconds, as an error that may be repeated, by all who wait', async t => {
    const { clock, store, other } = await setUp(t);
    other.exec('BEGIN IMMEDIATE');
    const outcomes = Promise.allSettled([
      store.claim(aTurnClaim({ id: 'one' })),
      store.claim(aTurnClaim({ id: 'two', sessionId: 'session-2' })),
      store.renew('one', 61_000),
    ]);
    await clock.advance(5_200);
    for (const outcome of await outcomes) {
      assert.equal(outcome.status, 'rejected');
      assert.ok(outcome.reason instanceof DatabaseBusyError);
      assert.equal(outcome.reason.retryable, true);
    }

    other.exec('ROLLBACK');
    assert.deepEqual(await store.claim(aTurnClaim({ id: 'one' })), { kind: 'claimed' }, 'and works again at once');
  });

  it('blocks the thread for at most 20 ms at a time, and for one writer at a time', async t => {
    const { clock, store, other } = await setUp(t);
    other.exec('BEGIN IMMEDIATE');
    const startedAtMs = systemClock.monotonicMs();
    const claims = Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => store.claim(aTurnClaim({ id: `t${index}`, sessionId: `s${index}` }))),
    );
    await settle();
    const blockedMs = systemClock.monotonicMs() - startedAtMs;
    assert.ok(blockedMs < 200, `a hundred writers blocked the thread for ${blockedMs} ms`);
    other.exec('ROLLBACK');
    await clock.advance(200);
    for (const claim of await claims) assert.equal(claim.status, 'fulfilled');
  });

  it('does not take other errors for a lock', async t => {
    const { clock, store } = await setUp(t);
    await store.claim(aTurnClaim());
    await store.finish('turn-1', 2_000, aTurnResult());
    await assert.rejects(store.claim(aTurnClaim()), /UNIQUE/);
    assert.equal(clock.pending, 0);
  });
});
