import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { CLAIM_IDLE_MS, QueueUnavailableError, type Delivery, type EventQueue } from '@naru/events';
import { anEncodedEvent, describeEventQueue, someEvents } from '@naru/events/testing';
import { systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { redisKeys } from '../redis-keys.ts';
import { aPrefix } from '../testing/a-prefix.ts';
import { RedisProcess, redisBinary } from '../testing/redis-process.ts';
import { describeWithRedis, REDIS_URL } from '../testing/redis-service.ts';
import { createRedisEventQueue, GROUP, type RedisEventQueueOptions } from './redis-event-queue.ts';

const signal = new AbortController().signal;

async function setUp(t: TestContext, options: Partial<RedisEventQueueOptions> = {}) {
  const { prefix, clean } = aPrefix(REDIS_URL);
  const logger = recordingLogger();
  const given = { url: REDIS_URL, prefix, clock: systemClock, random: systemRandom, logger, claimEveryMs: 0 };
  const queue = await createRedisEventQueue({ ...given, ...options });
  const redis = new Redis(REDIS_URL);
  const key = redisKeys(prefix).stream('log-events');
  t.after(async () => {
    await queue.close();
    redis.disconnect();
    await clean();
  });
  /** Redis alone knows how long an entry has lain: it is told to think longer. */
  async function idle(): Promise<void> {
    const rows = (await redis.xpending(key, GROUP, '-', '+', 1_000).catch(() => [])) as [string, string][];
    for (const [id, owner] of rows) await redis.xclaim(key, GROUP, owner, 0, id, 'IDLE', CLAIM_IDLE_MS, 'JUSTID');
  }
  return { queue, idle, redis, key, logger };
}

async function receiveAll(queue: EventQueue, consumer: string, count: number): Promise<Delivery[]> {
  const subscription = await queue.subscribe({ consumer });
  const received: Delivery[] = [];
  for (let tries = 0; received.length < count && tries < 20; tries += 1) {
    received.push(...(await subscription.receive({ max: count, waitMs: 500, signal })));
  }
  return received;
}

await describeWithRedis('Redis Streams', () => {
  describeEventQueue('Redis Streams', t => setUp(t));

  it('trims what all groups have acknowledged, and never what one of them has not', async t => {
    const { queue, redis, key } = await setUp(t);
    await queue.publish(someEvents(10), signal);
    const subscription = await queue.subscribe({ consumer: 'one' });
    let deliveries: readonly Delivery[] = [];
    while (deliveries.length === 0) deliveries = await subscription.receive({ max: 10, waitMs: 500, signal });
    await subscription.ack(deliveries.slice(3, 8));
    assert.equal(await redis.xlen(key), 10, 'the first three are still out');
    await queue.close();
    const again = await createRedisEventQueue({
      url: REDIS_URL,
      prefix: key.slice(0, key.indexOf('v1:')),
      clock: systemClock,
      random: systemRandom,
      logger: recordingLogger(),
      claimEveryMs: 0,
    });
    t.after(() => again.close());
    const other = await again.subscribe({ consumer: 'two' });
    const left = await other.receive({ max: 10, waitMs: 500, signal });
    assert.equal(left.length, 5);
    await other.ack(left);
    assert.ok((await redis.xlen(key)) <= 1, 'all but the last one given');
  });

  it('is full at its limit, and takes none of a batch that would pass it', async t => {
    const { queue, redis, key } = await setUp(t, { maxEntries: 5 });
    await queue.publish(someEvents(4), signal);
    await assert.rejects(queue.publish(someEvents(2), signal), QueueUnavailableError);
    assert.equal(await redis.xlen(key), 4);
  });

  it('gives a consumer first what it held when it was killed', async t => {
    const { queue } = await setUp(t);
    await queue.publish(someEvents(2), signal);
    const before = await receiveAll(queue, 'one', 2);
    await queue.publish([anEncodedEvent({ sequence: 3 })], signal);
    const [first] = await receiveAll(queue, 'one', 1);
    assert.equal(first?.text, before[0]?.text);
    assert.equal(first?.times, 2);
  });

  it('keeps for the next call what arrives after the signal aborted', async t => {
    const { queue } = await setUp(t);
    const subscription = await queue.subscribe({ consumer: 'one' });
    await subscription.receive({ max: 1, waitMs: 0, signal });
    const stop = new AbortController();
    const waiting = subscription.receive({ max: 1, waitMs: 60_000, signal: stop.signal });
    await subscription.ack([]);
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await queue.publish([anEncodedEvent()], signal);
    let received: readonly Delivery[] = [];
    for (let tries = 0; received.length === 0 && tries < 10; tries += 1) {
      received = await subscription.receive({ max: 1, waitMs: 500, signal });
    }
    assert.equal(received.length, 1);
  });

  it('says that events were deleted from under it, and goes on', async t => {
    const { queue, redis, key, logger } = await setUp(t);
    await queue.publish(someEvents(2), signal);
    await receiveAll(queue, 'one', 2);
    const [[gone]] = (await redis.xrange(key, '-', '+')) as unknown as [[string]];
    await redis.xdel(key, gone);
    const received = await receiveAll(queue, 'one', 1);
    assert.equal(received.length, 1);
    assert.ok(logger.entries.some(({ message }) => message.includes('deleted from Redis')));
  });

  it('begins anew when Redis came back empty', async t => {
    const { queue, redis, key } = await setUp(t);
    await queue.publish(someEvents(1), signal);
    await receiveAll(queue, 'one', 1);
    await redis.del(key);
    await queue.publish([anEncodedEvent({ sequence: 2 })], signal);
    assert.equal((await receiveAll(queue, 'two', 1)).length, 1);
    assert.equal((await queue.depth()).unacknowledged, 1);
  });

  it('is unavailable at once while Redis is away, and works when it is back', { timeout: 30_000 }, async t => {
    const binary = redisBinary();
    assert.ok(binary, 'redis-server is there where Redis answers');
    await using redis = await RedisProcess.start(binary);
    const { queue } = await setUp(t, { url: redis.url });
    const subscription = await queue.subscribe({ consumer: 'one' });
    await queue.publish(someEvents(1), signal);
    await redis.kill();
    await assert.rejects(queue.publish(someEvents(1), signal), QueueUnavailableError);
    await assert.rejects(subscription.receive({ max: 1, waitMs: 100, signal }), QueueUnavailableError);
    await redis.start();
    const isBack = async (): Promise<boolean> =>
      queue.publish([anEncodedEvent({ sequence: 9 })], signal).then(
        () => true,
        () => false,
      );
    while (!(await isBack())) await new Promise(resolve => setImmediate(resolve));
    let received: readonly Delivery[] = [];
    while (received.length === 0)
      received = await subscription.receive({ max: 1, waitMs: 200, signal }).catch(() => []);
    assert.match(received[0]?.text ?? '', /"sequence":9/);
  });
});
