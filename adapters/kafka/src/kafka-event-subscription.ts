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
import { asUnavailable, orAbort } from './kafka-unavailable.ts';

type TextMessage = Message<string, string, string, string>;
type TextConsumer = Consumer<string, string, string, string>;

interface Member {
  readonly consumer: TextConsumer;
  readonly stream: MessagesStream<string, string, string, string>;
}

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
  readonly #options: KafkaEventSubscriptionOptions;
  /** Missing after the connection failed, until the group was joined anew. */
  #member: Member | undefined;
  #joining: Promise<void> | undefined;
  /** Fetched and not yet given. What was given back stands in front: offsets must not pass it. */
  #ahead: TextMessage[] = [];
  /** By partition: everything before this offset has been taken from the stream. */
  readonly #taken = new Map<number, bigint>();
  #wake: () => void = () => {};
  #isClosed = false;

  private constructor(options: KafkaEventSubscriptionOptions) {
    this.#options = options;
  }

  /** @throws what the client throws when the group cannot be joined */
  static async open(options: KafkaEventSubscriptionOptions): Promise<KafkaEventSubscription> {
    const subscription = new KafkaEventSubscription(options);
    await subscription.#join();
    return subscription;
  }

  async receive({ max, waitMs, signal }: ReceiveOptions): Promise<readonly Delivery[]> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new QueueUnavailableError('The subscription is closed.');
    await orAbort(this.#joined(), signal);
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
    await this.#member?.consumer.close(true).catch(() => {});
  }

  /** A member whose connection failed is no member any more: the group is joined anew. */
  async #joined(): Promise<void> {
    if (this.#member) return;
    this.#joining ??= this.#join().finally(() => {
      this.#joining = undefined;
    });
    try {
      await this.#joining;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async #join(): Promise<void> {
    const { client, group, topic } = this.#options;
    const consumer: TextConsumer = new Consumer({
      ...client,
      groupId: group,
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
      const stream = await consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest' });
      const member: Member = { consumer, stream };
      if (this.#isClosed) throw new QueueUnavailableError('The subscription is closed.');
      this.#member = member;
      // What was held came over a connection that is gone; it is fetched again from what is committed.
      this.#ahead = [];
      this.#taken.clear();
      consumer.on('consumer:group:join', () => this.#adapt());
      stream.on('error', () => this.#lose(member));
      stream.on('close', () => this.#lose(member));
      stream.on('data', message => this.#take(member, message));
      await this.#anchor(consumer);
    } catch (error) {
      this.#member = undefined;
      await consumer.close(true).catch(() => {});
      throw error;
    }
  }

  #lose(member: Member): void {
    if (this.#member !== member) return;
    this.#member = undefined;
    this.#wake();
    void member.consumer.close(true).catch(() => {});
  }

  #take(member: Member, message: TextMessage): void {
    if (this.#member !== member) return;
    const next = this.#taken.get(message.partition);
    if (next !== undefined && message.offset < next) return;
    this.#taken.set(message.partition, message.offset + 1n);
    this.#ahead.push(message);
    if (this.#ahead.length >= MAX_AHEAD) member.stream.pause();
    this.#wake();
  }

  #give(max: number): readonly Delivery[] {
    if (this.#isClosed) throw new QueueUnavailableError('The subscription is closed.');
    if (!this.#member) throw new QueueUnavailableError('The connection to Kafka was lost.');
    const given = this.#ahead.splice(0, max);
    const { stream } = this.#member;
    if (this.#ahead.length < MAX_AHEAD / 2 && stream.isPaused()) stream.resume();
    return given.map(message => ({ text: message.value, token: message }));
  }

  /** After a rebalance: forgets what is another member's now. */
  #adapt(): void {
    for (const partition of this.#taken.keys()) {
      if (!this.#partitions().includes(partition)) this.#taken.delete(partition);
    }
    this.#ahead = this.#ahead.filter(message => this.#owns(message));
    // Best effort: it is tried again after the next rebalance.
    if (this.#member) this.#anchor(this.#member.consumer).catch(() => {});
  }

  /**
   * Commits the beginning of partitions that nobody has committed to. The client fetches again from a commit only: a
   * partition without one that left and came back would go on behind what was fetched and never stored.
   */
  async #anchor(consumer: TextConsumer): Promise<void> {
    const { topic } = this.#options;
    const partitions = this.#partitions();
    if (partitions.length === 0) return;
    const committed = (await consumer.listCommittedOffsets({ topics: [{ topic, partitions }] })).get(topic) ?? [];
    const bare = partitions.filter(partition => (committed[partition] ?? -1n) < 0n);
    if (bare.length === 0) return;
    const earliest = await consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.EARLIEST });
    const offsets = bare.map(partition => {
      const offset = earliest.get(topic)?.[partition] ?? 0n;
      return { topic, partition, offset: offset < 0n ? 0n : offset, leaderEpoch: UNKNOWN_EPOCH };
    });
    await consumer.commit({ offsets });
  }

  #owns({ partition }: TextMessage): boolean {
    return this.#partitions().includes(partition);
  }

  #partitions(): number[] {
    return this.#member?.consumer.assignments?.find(({ topic }) => topic === this.#options.topic)?.partitions ?? [];
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
