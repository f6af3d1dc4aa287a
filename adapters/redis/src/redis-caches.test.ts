import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeSemanticCache, describeSessionCache } from '@naru/chat/testing';
import { systemRandom } from '@naru/kernel';
import { Redis } from 'ioredis';
import { openRedisCommands } from './redis-commands.ts';
import { redisKeys } from './redis-keys.ts';
import { createRedisSemanticCache } from './redis-semantic-cache.ts';
import { createRedisSessionCache } from './redis-session-cache.ts';
import { aPrefix } from './testing/a-prefix.ts';
import { describeWithRedis, REDIS_URL } from './testing/redis-service.ts';
import { until } from './testing/until.ts';

const TTL_MS = 400;

await describeWithRedis('Redis caches', () => {
  const opened = new AsyncDisposableStack();
  after(() => opened.disposeAsync());

  async function setUp() {
    const { prefix, clean } = aPrefix(REDIS_URL);
    opened.defer(clean);
    const redis = opened.adopt(openRedisCommands(REDIS_URL, systemRandom), commands => commands.close());
    const isUp = () =>
      redis.evaluate('return 1', [], []).then(
        () => true,
        () => false,
      );
    await until('Redis answers', isUp, 5_000);
    const options = { redis, prefix, ttlMs: TTL_MS };
    const raw = opened.adopt(new Redis(REDIS_URL), open => open.disconnect());
    return { options, raw, keys: redisKeys(prefix), outlive: () => sleep(TTL_MS + 100) };
  }

  describeSessionCache('Redis', async () => {
    const { options, outlive } = await setUp();
    return {
      cache: createRedisSessionCache({ ...options, ttlMs: TTL_MS * 10 }),
      outlive: () => outlive().then(() => sleep(TTL_MS * 10)),
    };
  });

  describeSemanticCache('Redis', async () => {
    const { options, outlive } = await setUp();
    return {
      cache: createRedisSemanticCache({ ...options, ttlMs: TTL_MS * 5 }),
      outlive: () => outlive().then(() => sleep(TTL_MS * 5)),
    };
  });

  it('what somebody else has put there is a miss', async () => {
    const { options, raw, keys } = await setUp();
    const [sessions, answers] = [createRedisSessionCache(options), createRedisSemanticCache(options)];
    for (const strange of ['', 'x', '{}', '1 {', '1 [{"turnId":7}]', '[]', 'null']) {
      await raw.set(keys.sessionCache('one'), strange);
      await raw.set(keys.answerCache('one'), strange);
      assert.equal(await sessions.read('one'), undefined, strange);
      assert.equal(await answers.read('one'), undefined, strange);
    }
  });
});

it('Redis caches that cannot reach Redis miss, and reject nothing', async () => {
  const redis = { evaluate: () => Promise.reject(new Error('away')) };
  const [sessions, answers] = [
    createRedisSessionCache({ redis, ttlMs: 1_000 }),
    createRedisSemanticCache({ redis, ttlMs: 1_000 }),
  ];
  await sessions.write('one', { sequence: 1, turns: [] });
  await sessions.forget('one');
  await answers.write('one', { text: '', citations: [], provider: '', model: '' });
  assert.deepEqual([await sessions.read('one'), await answers.read('one')], [undefined, undefined]);
});
