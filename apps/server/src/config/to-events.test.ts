import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileSchema } from './file-schema.ts';
import { Origins } from './origins.ts';
import { Secret } from './secret.ts';
import { toEvents } from './to-events.ts';

const NOTHING = { kafkaBrokers: [], mongodbUrl: undefined, noticeWebhook: undefined, otlpEndpoint: undefined };
const MONGODB = { ...NOTHING, mongodbUrl: new Secret('mongodb://db/naru') };
const KAFKA = { ...NOTHING, kafkaBrokers: ['kafka:9092'] };

const defaults = fileSchema.parse({}).events;

function queueOf(
  asked: 'auto' | 'memory' | 'redis' | 'kafka',
  addresses: typeof NOTHING | typeof MONGODB,
  redis: boolean,
) {
  const { events, mistakes } = toEvents({ ...defaults, queue: asked }, addresses, redis, new Origins([], []));
  return mistakes.length > 0 ? mistakes.map(({ found }) => found) : events.queue;
}

describe('the queue of events', () => {
  it('is in memory where nothing else is there', () => assert.equal(queueOf('auto', NOTHING, false), 'memory'));
  it('is Kafka where there are brokers', () =>
    assert.equal(queueOf('auto', { ...KAFKA, ...MONGODB, kafkaBrokers: ['k:1'] } as never, true), 'kafka'));
  it('is Redis where instances share a store too', () => assert.equal(queueOf('auto', MONGODB, true), 'redis'));
  it('stays in memory where instances share Redis and no store', () =>
    assert.equal(queueOf('auto', NOTHING, true), 'memory'));
  it('is what was asked for', () => assert.equal(queueOf('memory', MONGODB, true), 'memory'));
  it('cannot be asked for without its address', () => {
    assert.deepEqual(queueOf('kafka', NOTHING, true), ['kafka without KAFKA_BROKERS']);
    assert.deepEqual(queueOf('redis', NOTHING, false), ['redis without REDIS_URL']);
  });
});
