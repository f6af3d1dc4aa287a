import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { systemClock, systemRandom } from '@naru/kernel';
import type { ScopeAt } from '@naru/support';
import { aTicketNote, describeTicketMemory, NOON_MS } from '@naru/support/testing';
import { Redis } from 'ioredis';
import { redisKeys } from './redis-keys.ts';
import { createRedisTicketMemory } from './redis-ticket-memory.ts';
import { aPrefix } from './testing/a-prefix.ts';
import { describeWithRedis, REDIS_URL } from './testing/redis-service.ts';
import { until } from './testing/until.ts';

const SESSION: ScopeAt = { kind: 'session', id: 's:1', epoch: 0 };

async function setUp(t: TestContext) {
  const { prefix, clean } = aPrefix(REDIS_URL);
  const memory = createRedisTicketMemory({ url: REDIS_URL, prefix, random: systemRandom });
  t.after(async () => {
    memory[Symbol.dispose]();
    await clean();
  });
  const answers = () =>
    memory.recall([SESSION], undefined, 0).then(
      () => true,
      () => false,
    );
  await until('Redis answers', answers, 2_000);
  return { memory, prefix };
}

await describeWithRedis('tickets in Redis', () => {
  describeTicketMemory('Redis', async t => (await setUp(t)).memory);

  it('forgets by itself, and keeps an epoch for longer than what it hides', async t => {
    const { memory, prefix } = await setUp(t);
    const redis = new Redis(REDIS_URL);
    t.after(() => redis.disconnect());
    const key = redisKeys(prefix).ticketScope('session', 's:1');
    await memory.remember([SESSION], aTicketNote(), NOON_MS);
    const kept = await redis.pttl(key);
    assert.ok(kept > 86_000_000 && kept <= 86_400_000, String(kept));
    await memory.forget(SESSION);
    assert.ok((await redis.pttl(key)) > 60 * 86_400_000);
    assert.deepEqual(await redis.hkeys(key), ['epoch']);
  });

  it('takes what it cannot read for not there', async t => {
    const { memory, prefix } = await setUp(t);
    const redis = new Redis(REDIS_URL);
    t.after(() => redis.disconnect());
    const key = redisKeys(prefix).ticketScope('session', 's:1');
    for (const strange of ['', '{', 'null', '7', '[]', '{"ownerKey":7}', '{"ownerKey":"u:42","untilMs":"x"}']) {
      await redis.hset(key, 'mark', strange, 'last', strange, 'same:inquiry-1', strange);
      const [recalled] = await memory.recall([SESSION], 'inquiry-1', NOON_MS);
      assert.deepEqual([recalled?.same, recalled?.cooling, recalled?.last], [undefined, undefined, undefined]);
      const mark = { ownerKey: 'u:42', holder: 'x', number: undefined, untilMs: NOON_MS + 1_000 };
      assert.equal(await memory.claim([SESSION], mark, NOON_MS), true, strange);
    }
  });

  it('holds so many inquiries of a scope, the last one among them', async t => {
    const { memory, prefix } = await setUp(t);
    const redis = new Redis(REDIS_URL);
    t.after(() => redis.disconnect());
    const note = (index: number) =>
      aTicketNote({
        opened: {
          inquiry: `inquiry-${index}`,
          sameUntilMs: NOON_MS + 600_000,
          coolingUntilMs: NOON_MS + 30_000,
        },
      });
    for (let index = 0; index < 230; index += 1) await memory.remember([SESSION], note(index), NOON_MS);
    assert.ok((await redis.hlen(redisKeys(prefix).ticketScope('session', 's:1'))) <= 202);
    assert.ok((await memory.recall([SESSION], 'inquiry-229', NOON_MS))[0]?.same);
  });
});

it('rejects soon where there is no Redis', async () => {
  using memory = createRedisTicketMemory({ url: 'redis://127.0.0.1:1', random: systemRandom });
  const startedAtMs = systemClock.monotonicMs();
  await assert.rejects(memory.recall([SESSION], undefined, NOON_MS));
  assert.ok(systemClock.monotonicMs() - startedAtMs < 1_000);
});
