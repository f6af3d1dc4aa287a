import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Admin } from '@platformatic/kafka';
import { QueueUnavailableError, type Delivery, type EventSubscription } from '@naru/events';
import { anEncodedEvent, describeEventQueue, someEvents } from '@naru/events/testing';
import { systemClock } from '@naru/kernel';
import { createKafkaEventQueue } from './kafka-event-queue.ts';
import { describeWithKafka, KAFKA_BROKER } from './testing/kafka-service.ts';

const signal = new AbortController().signal;

function setUp(t: TestContext) {
  const topic = `naru-test-${randomUUID()}`;
  const group = `${topic}-group`;
  const open = () => createKafkaEventQueue({ brokers: [KAFKA_BROKER], topic, group, clock: systemClock });
  const queue = open();
  t.after(async () => {
    await queue.close();
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [KAFKA_BROKER] });
    await admin.deleteTopics({ topics: [topic] }).catch(() => {});
    await admin.close();
  });
  return { queue, open, idle: () => {} };
}

async function receive(subscription: EventSubscription, count: number): Promise<Delivery[]> {
  const received: Delivery[] = [];
  for (let tries = 0; received.length < count && tries < 20; tries += 1) {
    received.push(...(await subscription.receive({ max: count - received.length, waitMs: 1_000, signal })));
  }
  return received;
}

await describeWithKafka('Kafka', () => {
  describeEventQueue('Kafka', setUp, {
    keepsForTheLiving: 'a partition belongs to its consumer until that one leaves the group',
    doesNotCount: 'Kafka keeps offsets and no counts',
    depthIsRough: 'Kafka knows what is not settled, and not whether somebody holds it',
  });

  it('begins a new process behind what was committed, and with what was not', { timeout: 60_000 }, async t => {
    const { queue, open } = setUp(t);
    await queue.publish(someEvents(20), signal);
    const first = await queue.subscribe({ consumer: 'one' });
    const deliveries = await receive(first, 20);
    await first.ack(deliveries.slice(0, 12));
    await queue.close();
    const again = open();
    t.after(() => again.close());
    const rest = await receive(await again.subscribe({ consumer: 'two' }), 8);
    assert.deepEqual(
      rest.map(({ text }) => text).sort(),
      deliveries
        .slice(12)
        .map(({ text }) => text)
        .sort(),
    );
  });

  it('loses nothing while consumers come and go', { timeout: 90_000 }, async t => {
    const { queue } = setUp(t);
    const stored = new Set<string>();
    let isOver = false;
    async function consume(subscription: EventSubscription, until: () => boolean): Promise<void> {
      while (!until()) {
        const deliveries = await subscription.receive({ max: 7, waitMs: 50, signal });
        for (const { text } of deliveries) stored.add(text);
        await subscription.ack(deliveries);
      }
    }
    const events = Array.from({ length: 300 }, (_, index) =>
      anEncodedEvent({ sequence: index + 1, producer: `0000000${index % 8}` }),
    );
    const stays = consume(await queue.subscribe({ consumer: 'stays' }), () => isOver);
    for (let round = 0; round < 3; round += 1) {
      await queue.publish(events.slice(round * 100, round * 100 + 50), signal);
      const comes = await queue.subscribe({ consumer: `comes-${round}` });
      await queue.publish(events.slice(round * 100 + 50, round * 100 + 100), signal);
      // It takes some, stores half of them, and leaves.
      const deliveries = await comes.receive({ max: 20, waitMs: 500, signal });
      const half = deliveries.slice(0, Math.floor(deliveries.length / 2));
      for (const { text } of half) stored.add(text);
      await comes.ack(half);
      await comes.close();
    }
    while (stored.size < 300) await new Promise(resolve => setImmediate(resolve));
    isOver = true;
    await stays;
    assert.equal(stored.size, 300);
    assert.equal((await queue.depth()).waiting, 0);
  });

  it('carries a batch that is larger than a broker takes at once', { timeout: 60_000 }, async t => {
    const { queue } = setUp(t);
    const big = Array.from({ length: 40 }, (_, index) =>
      anEncodedEvent({ sequence: index + 1, fields: { 'chat.reason_code': 'x'.repeat(60_000) } }),
    );
    await queue.publish(big, signal);
    assert.equal((await receive(await queue.subscribe({ consumer: 'one' }), 40)).length, 40);
  });

  it('makes its topic once, when two begin at once', { timeout: 60_000 }, async t => {
    const { queue, open } = setUp(t);
    const other = open();
    t.after(() => other.close());
    await Promise.all([queue.publish(someEvents(1), signal), other.publish(someEvents(1), signal)]);
    assert.equal((await queue.depth()).waiting, 2);
  });
});

describe('Kafka that is not there', () => {
  const at = (port: number) => createKafkaEventQueue({ brokers: [`127.0.0.1:${port}`], clock: systemClock });

  it('is said to be unavailable when nobody listens', { timeout: 30_000 }, async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    server.close();
    await once(server, 'close');
    const queue = at(port);
    await assert.rejects(queue.publish([anEncodedEvent()], signal), QueueUnavailableError);
    await assert.rejects(queue.subscribe({ consumer: 'one' }), QueueUnavailableError);
    await assert.rejects(queue.depth(), QueueUnavailableError);
    await queue.close();
  });

  it('is left when the signal aborts, though it is silent', { timeout: 60_000 }, async t => {
    const sockets = new Set<Socket>();
    const server = createServer(socket => sockets.add(socket.on('error', () => {}))).listen(0, '127.0.0.1');
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    await once(server, 'listening');
    const queue = at((server.address() as { readonly port: number }).port);
    const publishing = queue.publish([anEncodedEvent()], AbortSignal.timeout(100));
    await assert.rejects(publishing, { name: 'TimeoutError' });
    await queue.close();
  });
});
