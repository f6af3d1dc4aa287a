import { createConnection } from 'node:net';
import { before, describe, it } from 'node:test';

/** Where the tests' Kafka is. */
export const KAFKA_BROKER = (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092').split(',')[0] ?? '127.0.0.1:9092';

/** Tests that need a Kafka. Skipped where none answers, with what to do; with `REQUIRE_SERVICES=1` that fails. */
export async function describeWithKafka(name: string, tests: () => void): Promise<void> {
  const [host = '127.0.0.1', port = '9092'] = KAFKA_BROKER.split(':');
  if (await answers(host, Number(port))) {
    describe(name, tests);
    return;
  }
  const reason = `Kafka not reachable at ${KAFKA_BROKER}; npm run services`;
  if (process.env['REQUIRE_SERVICES'] !== '1') {
    it(name, { skip: `skipped: ${reason}` }, () => {});
    return;
  }
  describe(name, () => {
    before(() => {
      throw new Error(`REQUIRE_SERVICES=1, but ${reason}`);
    });
    tests();
  });
}

function answers(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection({ host, port, timeout: 1_000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
