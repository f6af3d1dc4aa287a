import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { BudgetReservation, BudgetStore } from '@naru/router';
import { describeBudgetStore } from '@naru/router/testing';
import { Redis } from 'ioredis';
import { aPrefix } from './testing/a-prefix.ts';
import { aConnectedState } from './testing/a-shared-state.ts';
import { describeWithRedis, REDIS_URL } from './testing/redis-service.ts';

const NOW = Date.UTC(2026, 10, 20, 3);
const HOUR = { key: 'tenant "나루" *:\n', endsAtMs: NOW + 3_600_000, hardMicros: 1_000 };

await describeWithRedis('budgets in Redis', () => {
  const opened = new AsyncDisposableStack();
  after(() => opened.disposeAsync());

  /** Stores of so many instances over the same Redis, empty. */
  async function instances(count: number) {
    const { prefix, clean } = aPrefix(REDIS_URL);
    opened.defer(clean);
    const stores: BudgetStore[] = [];
    for (let index = 0; index < count; index += 1) {
      const { state } = await aConnectedState({ url: REDIS_URL, prefix });
      stores.push(opened.use(state).budgets);
    }
    return { stores, prefix };
  }

  const aReservation = (id: string, amountMicros = 10): BudgetReservation => ({
    id,
    amountMicros,
    accounts: [HOUR],
    expiresAtMs: NOW + 60_000,
  });

  describeBudgetStore('Redis', async () => (await instances(1)).stores[0] as BudgetStore);

  it('let 200 calls of two instances pass a cap by no more than is held (R-COST-2)', async () => {
    const { stores } = await instances(2);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const store = stores[index % 2] as BudgetStore;
        const reservation = aReservation(`r-${index}`);
        if ((await store.reserve(reservation, NOW)).kind === 'refused') return false;
        await store.charge(reservation, 10);
        await store.release(reservation);
        return true;
      }),
    );
    assert.equal(outcomes.filter(Boolean).length, 100);
    for (const store of stores) {
      assert.deepEqual(await store.standings([HOUR], NOW), [{ key: HOUR.key, spentMicros: 1_000, reservedMicros: 0 }]);
    }
  });

  it('that Redis has lost are taken up from what an instance remembers', async () => {
    const { stores, prefix } = await instances(1);
    const [store] = stores as [BudgetStore];
    await store.open(HOUR, 990);
    await store.reserve(aReservation('one'), NOW);
    await store.charge(aReservation('one'), 10);
    const redis = opened.adopt(new Redis(REDIS_URL), open => open.disconnect());
    await redis.del(...(await redis.keys(`${prefix}*`)));
    assert.deepEqual(await store.reserve(aReservation('two'), NOW), { kind: 'refused', key: HOUR.key });
  });

  it('leave nothing in Redis for ever', async () => {
    const { stores, prefix } = await instances(1);
    await stores[0]?.reserve(aReservation('one'), NOW);
    const redis = opened.adopt(new Redis(REDIS_URL), open => open.disconnect());
    const keys = await redis.keys(`${prefix}*`);
    assert.equal(keys.length, 2);
    for (const key of keys) assert.ok((await redis.pttl(key)) > 0, key);
  });
});
