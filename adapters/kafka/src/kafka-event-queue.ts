import { QueueUnavailableError, type EncodedEvent, type EventQueue } from '@naru/events';
import type { Clock } from '@naru/kernel';
import { Admin, Consumer, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { KafkaEventSubscription } from './kafka-event-subscription.ts';
import { asUnavailable, orAbort } from './kafka-unavailable.ts';

export interface KafkaEventQueueOptions {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** Default `log-events`. */
  readonly topic?: string;
  /** Default `log-consumer-group`. */
  readonly group?: string;
  readonly clock: Clock;
}

/** For a topic that is not there yet. More consumers than this at once, and some have nothing to do. */
const PARTITIONS = 3;
const BROKER_DEFAULT = -1;
/** Under the usual `message.max.bytes` of a broker, with room for headers. */
const MAX_SEND_BYTES = 512 * 1024;
const CLIENT = { connectTimeout: 2_000, timeout: 5_000, retries: 2, retryDelay: 200 } as const;

/**
 * Events in a topic of Kafka, acknowledged by all in-sync replicas. Not the idempotent producer: it has open reports of
 * acknowledged losses, and the store leaves out what comes twice.
 */
export function createKafkaEventQueue(options: KafkaEventQueueOptions): EventQueue {
  const { brokers, topic = 'log-events', group = 'log-consumer-group', clock } = options;
  const client = { ...CLIENT, clientId: 'naru', bootstrapBrokers: [...brokers] };
  const producer = new Producer({
    ...client,
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    idempotent: false,
    autocreateTopics: false,
  });
  const admin = new Admin(client);
  const observer = new Consumer({ ...client, groupId: group });
  const subscriptions = new Set<KafkaEventSubscription>();
  let topicReady: Promise<void> | undefined;
  let isClosed = false;

  async function ready(): Promise<void> {
    if (isClosed) throw new QueueUnavailableError('The queue is closed.');
    topicReady ??= makeTopic();
    try {
      await topicReady;
    } catch (error) {
      topicReady = undefined;
      throw error;
    }
  }

  async function makeTopic(): Promise<void> {
    const known = await admin.listTopics();
    if (known.includes(topic)) return;
    await admin.createTopics({ topics: [topic], partitions: PARTITIONS, replicas: BROKER_DEFAULT }).catch(whenMade);
  }

  async function send(events: readonly EncodedEvent[]): Promise<void> {
    for (const batch of batchesOf(events)) {
      const messages = batch.map(({ producer: key, text: value }) => ({ topic, key, value }));
      await producer.send({ messages });
    }
  }

  return {
    label: `Kafka topic: ${topic}`,
    durable: true,
    async publish(events, signal) {
      signal.throwIfAborted();
      try {
        await orAbort(
          ready().then(() => send(events)),
          signal,
        );
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw asUnavailable(error);
      }
    },
    async subscribe({ consumer }) {
      try {
        await ready();
        const subscription = await KafkaEventSubscription.open({
          client: { ...client, clientId: consumer },
          topic,
          group,
          clock,
          onClosed: () => subscriptions.delete(subscription),
        });
        subscriptions.add(subscription);
        return subscription;
      } catch (error) {
        throw asUnavailable(error);
      }
    },
    /** Kafka knows what is not settled, and not whether somebody holds it: all of it counts as waiting. */
    async depth() {
      try {
        await ready();
        const latest = (await observer.listOffsets({ topics: [topic] })).get(topic) ?? [];
        const partitions = latest.map((_, partition) => partition);
        const committed = (await observer.listCommittedOffsets({ topics: [{ topic, partitions }] })).get(topic) ?? [];
        const lag = latest.reduce((sum, offset, partition) => sum + behind(offset, committed[partition]), 0);
        return { waiting: lag, unacknowledged: 0 };
      } catch (error) {
        throw asUnavailable(error);
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await Promise.all([...subscriptions].map(subscription => subscription.close()));
      await Promise.allSettled([producer.close(true), observer.close(true), admin.close()]);
    },
  };
}

/** Two that make it at once: the second is told that it is there. */
function whenMade(error: unknown): void {
  if (!JSON.stringify(errorCodes(error)).includes('TOPIC_ALREADY_EXISTS')) throw error;
}

function errorCodes(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [];
  const { apiId, cause } = error as { readonly apiId?: unknown; readonly cause?: unknown };
  const inner = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return [apiId, ...errorCodes(cause), ...inner.flatMap(errorCodes)];
}

function* batchesOf(events: readonly EncodedEvent[]): Generator<readonly EncodedEvent[]> {
  let batch: EncodedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.text);
    if (batch.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function behind(latest: bigint, committed: bigint | undefined): number {
  const settled = committed === undefined || committed < 0n ? 0n : committed;
  return latest > settled ? Number(latest - settled) : 0;
}
