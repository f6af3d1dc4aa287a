import type { EncodedEvent } from '../event/encoded-event.ts';

/**
 * Carries events from those who emit to those who store, at least once and in no promised order. The pipeline stands
 * before it with a bounded ring, so `publish` may take its time; whoever emits never waits for it.
 */
export interface EventQueue {
  /** How the log names it: `Kafka topic: log-events`. */
  readonly label: string;
  /** Whether what was published outlives this process. */
  readonly durable: boolean;

  /**
   * Resolves once the queue has all of the events. Publishing an event again is allowed.
   *
   * @throws {QueueUnavailableError} when the queue cannot take them now: away, full, or too slow for the signal.
   * Some of them may have been taken all the same.
   */
  publish(events: readonly EncodedEvent[], signal: AbortSignal): Promise<void>;

  /** Joins those who share the queue's events among them. Each event goes to one of them at a time. */
  subscribe(options: SubscribeOptions): Promise<EventSubscription>;

  /** @throws {QueueUnavailableError} */
  depth(): Promise<QueueDepth>;

  close(): Promise<void>;
}

export interface SubscribeOptions {
  /** Names this consumer among the others; two that live at the same time must not share a name. */
  readonly consumer: string;
}

export interface QueueDepth {
  /** Published and not yet given to anybody. */
  readonly waiting: number;
  /** Given to somebody and not yet acknowledged. */
  readonly unacknowledged: number;
}

export interface EventSubscription {
  /**
   * Up to `max` events: at once when there are some, else as soon as there are, else none after `waitMs`. First what
   * this consumer was given before and never acknowledged, then what other consumers have left lying for
   * `CLAIM_IDLE_MS`, then what is new.
   *
   * @throws {QueueUnavailableError}
   * @throws the signal's reason
   */
  receive(options: ReceiveOptions): Promise<readonly Delivery[]>;

  /**
   * Settles the deliveries: they do not come again. Acknowledging twice does nothing. Called in the order of receipt
   * and never with a gap, so that a queue of offsets can move its offset.
   *
   * @throws {QueueUnavailableError} then they may come again
   */
  ack(deliveries: readonly Delivery[]): Promise<void>;

  /** Gives the deliveries back: they come again, to this or another consumer, without waiting for `CLAIM_IDLE_MS`. */
  release(deliveries: readonly Delivery[]): Promise<void>;

  /** Leaves. What was not acknowledged goes to others. */
  close(): Promise<void>;
}

export interface ReceiveOptions {
  readonly max: number;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

export interface Delivery {
  /** As published; not checked by the queue, so that an unreadable one can be dealt with in one place. */
  readonly text: string;
  /** How often it has been delivered, this time included; missing where the queue does not count. */
  readonly times?: number | undefined;
  /** The queue's own mark. Nobody else looks into it. */
  readonly token: unknown;
}

/** What lies unacknowledged for so long belonged to a consumer that died. */
export const CLAIM_IDLE_MS = 60_000;
