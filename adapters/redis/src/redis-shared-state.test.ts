import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SharedChange, SharedEntry } from '@naru/router';
import { describeSharedState } from '@naru/router/testing';
import { Redis } from 'ioredis';
import { encodePart, redisKeys } from './redis-keys.ts';
import { toPayload } from './shared-change-wire.ts';
import { PUT } from './shared-scripts.ts';
import { aPrefix } from './testing/a-prefix.ts';
import { aConnectedState } from './testing/a-shared-state.ts';
import { describeWithRedis, REDIS_URL } from './testing/redis-service.ts';
import { until } from './testing/until.ts';

const ENTRY: SharedEntry = { topic: 'health', key: 'primary', value: '{"state":"open"}', origin: 'one' };

await describeWithRedis('Redis', () => {
  const opened = new AsyncDisposableStack();
  after(() => opened.disposeAsync());

  async function setUp() {
    const { prefix, clean } = aPrefix(REDIS_URL);
    opened.defer(clean);
    const [one, other] = [
      await aConnectedState({ url: REDIS_URL, prefix }),
      await aConnectedState({ url: REDIS_URL, prefix }),
    ];
    for (const { state } of [one, other]) opened.use(state);
    const redis = opened.adopt(new Redis(REDIS_URL), open => open.disconnect());
    return { one: one.state, other: other.state, logger: one.logger, redis, keys: redisKeys(prefix) };
  }

  describeSharedState('Redis', async () => ({ ...(await setUp()), pass: ms => sleep(ms) }));

  it('values that somebody else put there are left alone and counted, and the others are read', async () => {
    const { one, other, redis, keys, logger } = await setUp();
    await other.put(ENTRY, 60_000);
    const payload = (value: unknown): string => JSON.stringify({ ...ENTRY, value });
    const strange = [
      '',
      'no number',
      `1 2 ${payload('expired')}`,
      '1 9999999999999 {',
      '1 9999999999999 null',
      `1 9999999999999 ${payload(7)}`,
      `1 9999999999999 ${JSON.stringify({ topic: 'health' })}`,
      `1 9999999999999 ${JSON.stringify({ ...ENTRY, topic: 'constructor' })}`,
      `1 9999999999999 ${payload('x'.repeat(20_000))}`,
    ];
    for (const [index, text] of strange.entries()) await redis.hset(keys.topic('health'), `strange-${index}`, text);
    assert.deepEqual(
      (await one.entries('health')).map(({ value }) => value),
      [ENTRY.value],
    );
    // One of them has only outlived its time.
    assert.equal(one.standing().corruptValues, strange.length - 1);
    assert.equal(logger.entries.length, 1);
  });

  it('messages of others on the channel are counted and not told', async () => {
    const { one, redis, keys } = await setUp();
    const heard: SharedChange[] = [];
    one.listen(change => heard.push(change));
    for (const text of ['', 'hello', '0 {}', '-1 {}', '0 [1]']) await redis.publish(keys.channel, text);
    await until('all were counted', () => one.standing().corruptValues === 5, 1_000);
    assert.deepEqual(heard, []);
  });

  it('a listener that throws takes nothing from the next', async () => {
    const { one } = await setUp();
    let heard = 0;
    one.listen(() => assert.fail('on purpose'));
    one.listen(() => (heard += 1));
    await one.put(ENTRY, 60_000);
    await until('the other heard it', () => heard === 1, 1_000);
  });

  it('keys of any text are kept apart and come back as they were', async () => {
    const { one, other } = await setUp();
    const hostile = [
      '__proto__',
      'constructor',
      'a:b',
      'a',
      '*',
      '나루',
      'a\r\nSET x 1\r\n',
      '\u0000',
      '%2A',
      '',
      '\uD800',
    ];
    for (const key of hostile) await one.put({ ...ENTRY, key }, 60_000);
    assert.deepEqual((await other.entries('health')).map(({ key }) => key).toSorted(), hostile.toSorted());
    for (const lease of hostile) assert.equal(await one.acquire(lease, 'a', 60_000), true, lease);
    for (const lease of hostile) assert.equal(await other.acquire(lease, 'b', 60_000), false, lease);
    for (const key of hostile) await one.remove({ ...ENTRY, key });
    assert.deepEqual(await other.entries('health'), []);
  });

  it('an entry that is too long is refused, and so is one too many', async () => {
    const { one, redis, keys } = await setUp();
    await assert.rejects(one.put({ ...ENTRY, value: 'x'.repeat(20_000) }, 60_000), /16384 characters, got/);
    const many = Array.from({ length: 2_000 }, (_, index) => [`k${index}`, '1 9999999999999 {}']).flat();
    await redis.hset(keys.topic('health'), ...many);
    await assert.rejects(one.put(ENTRY, 60_000), /FULL/);
    await redis.hset(keys.topic('health'), 'k0', '1 2 {}');
    await one.put(ENTRY, 60_000);
  });

  it('a word that is said again leaves a later one alone, and takes the place of an older one', async () => {
    const { one, redis, keys } = await setUp();
    const sayAgain = (value: string, ageMs: number) =>
      redis.eval(
        PUT,
        1,
        keys.topic('health'),
        encodePart(ENTRY.key),
        toPayload({ ...ENTRY, value }),
        60_000,
        keys.channel,
        10,
        ageMs,
      );
    const kept = async () => (await one.entries('health')).map(({ value }) => value);
    await sayAgain('middle', 5_000);
    await sayAgain('older', 9_000);
    assert.deepEqual(await kept(), ['middle']);
    await sayAgain('later', 1_000);
    assert.deepEqual(await kept(), ['later']);
  });

  it('nothing is left in Redis that does not go away by itself', async () => {
    const { one, redis, keys } = await setUp();
    await one.put(ENTRY, 60_000);
    await one.put({ ...ENTRY, key: 'other' }, 1_000);
    await one.acquire('probe', 'a', 5_000);
    assert.ok((await redis.pttl(keys.topic('health'))) > 50_000);
    assert.ok((await redis.pttl(keys.lease('probe'))) > 0);
  });
});
