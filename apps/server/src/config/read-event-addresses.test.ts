import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEventAddresses } from './read-event-addresses.ts';

describe('readEventAddresses', () => {
  it('finds nothing where nothing is set, and blanks are nothing', () => {
    const { kafkaBrokers, mongodbUrl, noticeWebhook, otlpEndpoint, mistakes } = readEventAddresses({
      KAFKA_BROKERS: ' , ',
    });
    assert.deepEqual(
      [kafkaBrokers, mongodbUrl, noticeWebhook, otlpEndpoint, mistakes],
      [[], undefined, undefined, undefined, []],
    );
  });

  it('takes brokers by name, number and IPv6', () => {
    const { kafkaBrokers } = readEventAddresses({ KAFKA_BROKERS: 'kafka-1.shop:9092, 10.0.0.7:9093,[::1]:9094' });
    assert.deepEqual(kafkaBrokers, ['kafka-1.shop:9092', '10.0.0.7:9093', '[::1]:9094']);
  });

  for (const [name, value] of [
    ['KAFKA_BROKERS', 'kafka-1'],
    ['KAFKA_BROKERS', 'kafka://kafka-1:9092'],
    ['MONGODB_URL', 'localhost:27017'],
    ['MONGODB_URL', 'https://host'],
    ['NARU_NOTICE_WEBHOOK', 'hooks.example.com/secret-part'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317'],
  ] as const) {
    it(`says what is wrong with ${name}=${value}, and repeats nothing secret`, () => {
      const { mistakes } = readEventAddresses({ [name]: value });
      assert.deepEqual(
        mistakes.map(({ where }) => where),
        [name],
      );
      assert.doesNotMatch(JSON.stringify(mistakes), /secret-part/);
    });
  }

  it('holds addresses that may hold a password as secrets', () => {
    const { mongodbUrl } = readEventAddresses({ MONGODB_URL: 'mongodb://naru:hunter2@db:27017/naru' });
    assert.doesNotMatch(JSON.stringify({ mongodbUrl }), /hunter2/);
    assert.match(mongodbUrl?.reveal() ?? '', /hunter2/);
  });
});
