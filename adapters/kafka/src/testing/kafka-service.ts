import { describeWithService } from '@naru/services';

/** Where the tests' Kafka is. */
export const KAFKA_BROKER = (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092').split(',')[0] ?? '127.0.0.1:9092';

const [host = '127.0.0.1', port = '9092'] = KAFKA_BROKER.split(':');

/** Tests that need a Kafka. */
export function describeWithKafka(what: string, tests: () => void): Promise<void> {
  return describeWithService({ name: 'Kafka', host, port: Number(port) }, what, tests);
}
