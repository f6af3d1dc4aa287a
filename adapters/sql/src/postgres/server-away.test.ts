import assert from 'node:assert/strict';
import { it } from 'node:test';
import { aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { DatabaseUnavailableError } from '../errors.ts';
import { createSqlTurnStore } from '../sql-turn-store.ts';
import { aProxiedPostgres } from '../testing/a-proxied-postgres.ts';
import { describeWithPostgres } from '../testing/with-postgres.ts';

function isUnavailable(error: unknown): boolean {
  assert.ok(error instanceof DatabaseUnavailableError, String(error));
  assert.equal(error.outcome, 'nothing-changed');
  assert.equal(error.retryable, true);
  assert.doesNotMatch(error.message, /naru:naru/);
  return true;
}

describeWithPostgres('a server that is away', () => {
  it('at the start: opening succeeds, calls say so, and work once it is there', async t => {
    const { proxy, open } = await aProxiedPostgres(t, { waitMs: 200, firstContactMs: 50 });
    await proxy.stop();
    const database = await open();
    const store = createSqlTurnStore(database);
    await assert.rejects(database.ping(), isUnavailable);
    await assert.rejects(store.claim(aTurnClaim()), isUnavailable);
    await proxy.start();
    assert.deepEqual(await store.claim(aTurnClaim()), { kind: 'claimed' });
    await database.ping();
  });

  it('for two seconds, in the middle: no message is lost', async t => {
    const { proxy, open } = await aProxiedPostgres(t);
    const store = createSqlTurnStore(await open());
    await store.claim(aTurnClaim({ id: 'before' }));
    await proxy.stop();
    const back = AbortSignal.timeout(2_000);
    const returned = new Promise<void>((resolve, reject) => {
      back.addEventListener('abort', () => proxy.start().then(resolve, reject));
    });
    const finished = store.finish('before', 2_000, aTurnResult());
    const claims = Array.from({ length: 30 }, (_, index) =>
      store.claim(aTurnClaim({ id: `turn-${index}`, sessionId: `s-${index}` })),
    );
    for (const outcome of await Promise.all(claims)) assert.deepEqual(outcome, { kind: 'claimed' });
    assert.equal(await finished, true);
    await returned;
  });

  it('for long: those who wait are told within their time, all of them', async t => {
    const { proxy, open } = await aProxiedPostgres(t, { waitMs: 300 });
    const store = createSqlTurnStore(await open());
    await proxy.stop();
    const startedAtMs = performance.now();
    const calls = [
      store.claim(aTurnClaim()),
      store.renew('turn-1', 1),
      store.find('turn-1'),
      store.list('session-1', 10, 0),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      assert.ok(outcome.status === 'rejected' && isUnavailable(outcome.reason));
    }
    assert.ok(performance.now() - startedAtMs < 3_000);
  });
});
