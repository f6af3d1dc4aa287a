import { QueueUnavailableError, type Delivery, type EventSubscription, type ReceiveOptions } from '@naru/events';
import type { Clock } from '@naru/kernel';
import {
  Consumer,
  ListOffsetTimestamps,
  stringDeserializers,
  type BaseOptions,
  type Message,
  type MessagesStream,
} from '@platformatic/kafka';
import { asUnavailable } from './kafka-unavailable.ts';

type TextMessage = Message<string, string, string, string>;

export interface KafkaEventSubscriptionOptions {
  readonly client: BaseOptions;
  readonly topic: string;
  readonly group: string;
  readonly clock: Clock;
  readonly onClosed: () => void;
}

const SESSION_MS = 10_000;
const HEARTBEAT_MS = 1_000;
const FETCH_WAIT_MS = 500;
const FETCH_BYTES = 1_048_576;
const MAX_AHEAD = 500;
const UNKNOWN_EPOCH = -1;

/**
 * One member of the group. Offsets are committed when the events behind them are stored, and only then.
 *
 * After each rebalance the client fetches again from what is committed. What is held here of a partition that stayed
 * is therefore told apart by its offset, and what was held of one that went is its next owner's.
 */
export class KafkaEventSubscription implements EventSubscription {
  readonly #consumer: Consumer<string, string, string, string>;
  readonly #stream: MessagesStream<string, string, string, string>;
  readonly #options: KafkaEventSubscriptionOptions;
  /** Fetched and not yet given. What was given back stands in front: offsets must not pass it. */
  #ahead: TextMessage[] = [];
  /** By partition: everything before this offset has been taken from the stream. */
  readonly #taken = new Map<number, bigint>();
  #wake: () => void = () => {};
  #failure: unknown;
  #isClosed = false;

  private constructor(
    consumer: Consumer<string, string, string, string>,
    stream: MessagesStream<string, string, string, string>,
    options: KafkaEventSubscriptionOptions,
  ) {
    this.#consumer = consumer;
    this.#stream = stream;
    this.#options = options;
    consumer.on('consumer:group:join', () => this.#adapt());
    stream.on('error', error => {
      this.#failure = error;
      this.#wake();
    });
    stream.on('data', message => this.#take(message));
  }

  /** @throws what the client throws when the group cannot be joined */
  static async open(options: KafkaEventSubscriptionOptions): Promise<KafkaEventSubscription> {
    const consumer = new Consumer<string, string, string, string>({
      ...options.client,
      groupId: options.group,
      deserializers: stringDeserializers,
      autocommit: false,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTime: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES,
      highWaterMark: MAX_AHEAD,
    });
    try {
      const stream = await consumer.consume({ topics: [options.topic], mode: 'committed', fallbackMode: 'earliest' });
      const subscription = new KafkaEventSubscription(consumer, stream, options);
      await subscription.#anchor();
      return subscription;
    } catch (error) {
      await consumer.close(true).catch(() => {});
      throw error;
    }
  }

  async receive({ max, waitMs, signal }: ReceiveOptions): Promise<readonly Delivery[]> {
    signal.throwIfAborted();
    const now = this.#give(max);
    if (now.length > 0 || waitMs <= 0) return now;
    await this.#somethingOr(waitMs, signal);
    return this.#give(max);
  }

  async ack(deliveries: readonly Delivery[]): Promise<void> {
    const last = new Map<number, TextMessage>();
    for (const { token } of deliveries) {
      const message = token as TextMessage;
      const known = last.get(message.partition);
      if (!known || message.offset > known.offset) last.set(message.partition, message);
    }
    try {
      for (const message of last.values()) await message.commit();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async release(deliveries: readonly Delivery[]): Promise<void> {
    this.#ahead.unshift(...deliveries.map(({ token }) => token as TextMessage).filter(message => this.#owns(message)));
    this.#wake();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.onClosed();
    this.#wake();
    await this.#consumer.close(true).catch(() => {});
  }

  #take(message: TextMessage): void {
    const next = this.#taken.get(message.partition);
    if (next !== undefined && message.offset < next) return;
    this.#taken.set(message.partition, message.offset + 1n);
    this.#ahead.push(message);
    if (this.#ahead.length >= MAX_AHEAD) this.#stream.pause();
    this.#wake();
  }

  #give(max: number): readonly Delivery[] {
    if (this.#isClosed) throw new QueueUnavailableError('The subscription is closed.');
    if (this.#failure !== undefined) throw asUnavailable(this.#failure);
    const given = this.#ahead.splice(0, max);
    if (this.#ahead.length < MAX_AHEAD / 2 && this.#stream.isPaused()) this.#stream.resume();
    return given.map(message => ({ text: message.value, token: message }));
  }

  /** After a rebalance: forgets what is another member's now. */
  #adapt(): void {
    for (const partition of this.#taken.keys()) {
      if (!this.#partitions().includes(partition)) this.#taken.delete(partition);
    }
    this.#ahead = this.#ahead.filter(message => this.#owns(message));
    // Best effort: it is tried again after the next rebalance.
    this.#anchor().catch(() => {});
  }

  /**
   * Commits the beginning of partitions that nobody has committed to. The client fetches again from a commit only: a
   * partition without one that left and came back would go on behind what was fetched and never stored.
   */
  async #anchor(): Promise<void> {
    const { topic } = this.#options;
    const partitions = this.#partitions();
    if (partitions.length === 0) return;
    const committed = (await this.#consumer.listCommittedOffsets({ topics: [{ topic, partitions }] })).get(topic) ?? [];
    const bare = partitions.filter(partition => (committed[partition] ?? -1n) < 0n);
    if (bare.length === 0) return;
    const earliest = await this.#consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.EARLIEST });
    const offsets = bare.map(partition => {
      const offset = earliest.get(topic)?.[partition] ?? 0n;
      return { topic, partition, offset: offset < 0n ? 0n : offset, leaderEpoch: UNKNOWN_EPOCH };
    });
    await this.#consumer.commit({ offsets });
  }

  #owns({ partition }: TextMessage): boolean {
    return this.#partitions().includes(partition);
  }

  #partitions(): number[] {
    return this.#consumer.assignments?.find(({ topic }) => topic === this.#options.topic)?.partitions ?? [];
  }

  async #somethingOr(waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#wake = wake;
    const timer = this.#options.clock.schedule(waitMs, wake);
    signal.addEventListener('abort', wake, { once: true });
    try {
      await promise;
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', wake);
    }
    signal.throwIfAborted();
  }
}
