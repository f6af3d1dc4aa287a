import { messageOf, type Clock, type Logger } from '@naru/kernel';
import { readEncoded, type EncodedEvent } from '../event/encoded-event.ts';
import { rangesOf } from '../journal/sequence-ranges.ts';
import type { ConsumerStanding } from '../pipeline/event-pipeline.ts';
import type { Delivery, EventQueue, EventSubscription } from '../ports/event-queue.ts';
import type { WatermarkStore } from '../ports/watermark-store.ts';
import type { EventWriter, Persisted } from '../sink/event-writer.ts';

export interface ConsumerSettings {
  /** A batch is written when it has so many events, or the first of them waits so long. */
  readonly batchEvents: number;
  readonly batchMs: number;
  /** After so many deliveries an event goes to the dead letters unread: it may be what kills its consumers. */
  readonly maxDeliveries: number;
  /** Rest after a failure of the queue, or of store and spill together. */
  readonly restMs: number;
}

export const MAX_DELIVERIES = 5;
export const CONSUMER_DEFAULTS: ConsumerSettings = {
  batchEvents: 100,
  batchMs: 1_000,
  maxDeliveries: MAX_DELIVERIES,
  restMs: 1_000,
};

export interface ConsumerDeps {
  readonly queue: EventQueue;
  readonly writer: EventWriter;
  readonly consumer: string;
  /** Only for queues that other processes share: there the producer learns from the store what has arrived. */
  readonly watermarks?: WatermarkStore | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears of every batch; a throw is logged and changes nothing. */
  readonly onPersisted: (persisted: Persisted) => void;
  readonly settings?: ConsumerSettings;
}

/** Takes events from the queue and brings them to the store; acknowledges only what is there, or in a synced spill. */
export class EventConsumer {
  readonly #deps: ConsumerDeps;
  readonly #settings: ConsumerSettings;
  readonly #stopping = new AbortController();
  /** Ends a wait for more, once nothing more is wanted than what is there. */
  readonly #hurrying = new AbortController();
  #subscription: EventSubscription | undefined;
  #isDraining = false;
  #running: Promise<void> | undefined;
  #standing: ConsumerStanding = {
    batches: 0,
    stored: 0,
    duplicates: 0,
    spilled: 0,
    deadLetters: 0,
    lastBatchEvents: 0,
    lastBatchMs: 0,
    lagMs: 0,
  };

  constructor(deps: ConsumerDeps) {
    this.#deps = deps;
    this.#settings = deps.settings ?? CONSUMER_DEFAULTS;
  }

  get standing(): ConsumerStanding {
    return this.#standing;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Takes what is left in the queue, without waiting for more, and ends. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    this.#hurrying.abort(new Error('Only what is there is wanted.'));
    await this.#running;
  }

  /** Ends after the batch at hand. */
  async stop(): Promise<void> {
    const reason = new Error('The consumer of events was stopped.');
    this.#stopping.abort(reason);
    this.#hurrying.abort(reason);
    await this.#running;
  }

  /** Leaves the batch at hand to others, for when the store keeps it waiting past the end. */
  async abandon(): Promise<void> {
    await this.#subscription?.close().catch(() => {});
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        this.#subscription ??= await this.#deps.queue.subscribe({ consumer: this.#deps.consumer });
        const isLast = this.#isDraining;
        const batch = await this.#collect(this.#subscription, isLast ? 0 : this.#settings.batchMs);
        if (batch.length > 0) await this.#process(this.#subscription, batch);
        else if (isLast) break;
      } catch (error) {
        if (this.#stopping.signal.aborted) break;
        this.#deps.logger.warn({ error: messageOf(error) }, 'The consumer of events rests.');
        await this.#rest();
      }
    }
    await this.abandon();
  }

  async #collect(subscription: EventSubscription, batchMs: number): Promise<Delivery[]> {
    const { clock } = this.#deps;
    const batch: Delivery[] = [];
    let untilMs = clock.monotonicMs() + batchMs;
    while (batch.length < this.#settings.batchEvents) {
      const waitMs = this.#isDraining ? 0 : Math.max(0, untilMs - clock.monotonicMs());
      const { signal } = this.#isDraining ? this.#stopping : this.#hurrying;
      let some: readonly Delivery[];
      try {
        some = await subscription.receive({ max: this.#settings.batchEvents - batch.length, waitMs, signal });
      } catch (error) {
        // What has been received is still to be stored.
        if (batch.length > 0) break;
        if (!this.#isDraining || signal === this.#stopping.signal) throw error;
        continue;
      }
      if (batch.length === 0 && some.length > 0) untilMs = clock.monotonicMs() + batchMs;
      batch.push(...some);
      if (some.length === 0 && (batch.length > 0 || this.#isDraining || clock.monotonicMs() >= untilMs)) break;
    }
    return batch;
  }

  async #process(subscription: EventSubscription, batch: readonly Delivery[]): Promise<void> {
    const { clock, logger } = this.#deps;
    const startedAtMs = clock.monotonicMs();
    const { events, poison } = this.#read(batch);
    const persisted = await this.#persist(subscription, batch, events, poison);
    if (!persisted) return;
    // First what the producer may rely on, then the queue: the other way round a crash would lose the former.
    await this.#watermark(persisted);
    await subscription.ack(batch);
    const tookMs = Math.round(clock.monotonicMs() - startedAtMs);
    const failures = poison.length + persisted.dead.length;
    this.#count(persisted, batch.length, failures, tookMs);
    logger.info(
      { batchSize: batch.length, success: batch.length - failures, failures, durationMs: tookMs },
      `Processed batch: ${batch.length} events (${batch.length - failures} success, ${failures} failures) in ${tookMs}ms`,
    );
    this.#tell(persisted);
  }

  /**
   * Until it is done, or the consumer is stopped. The batch is not given back meanwhile: each delivery counts as one
   * that may have killed its consumer, and here it is not the events that are at fault.
   */
  async #persist(
    subscription: EventSubscription,
    batch: readonly Delivery[],
    events: readonly EncodedEvent[],
    poison: readonly string[],
  ): Promise<Persisted | undefined> {
    const { writer, logger } = this.#deps;
    let unburied = poison;
    for (;;) {
      try {
        await writer.bury(unburied, 'unreadable-or-delivered-too-often');
        unburied = [];
        return await writer.persist(events);
      } catch (error) {
        logger.error({ events: batch.length, error: messageOf(error) }, 'Neither store nor spill takes a batch.');
      }
      await this.#rest();
      if (!this.#stopping.signal.aborted) continue;
      await subscription.release(batch).catch(() => {});
      return undefined;
    }
  }

  #read(batch: readonly Delivery[]): { readonly events: readonly EncodedEvent[]; readonly poison: readonly string[] } {
    const events: EncodedEvent[] = [];
    const poison: string[] = [];
    for (const { text, times = 1 } of batch) {
      const event = times > this.#settings.maxDeliveries ? undefined : readEncoded(text);
      if (event) events.push(event);
      else poison.push(text);
    }
    return { events, poison };
  }

  async #watermark({ stored, duplicates }: Persisted): Promise<void> {
    const { watermarks, logger } = this.#deps;
    if (!watermarks) return;
    const byProducer = Map.groupBy([...stored, ...duplicates].filter(isVital), ({ producer }) => producer);
    try {
      for (const [producer, events] of byProducer) {
        await watermarks.add(producer, rangesOf(events.map(({ vitalSequence }) => vitalSequence)));
      }
    } catch (error) {
      // Without it producers offer these events again, which the store notices.
      logger.warn({ error: messageOf(error) }, 'The watermark of stored events could not be written.');
    }
  }

  #count(persisted: Persisted, events: number, failures: number, tookMs: number): void {
    const before = this.#standing;
    const newestMs = Math.max(0, ...[...persisted.stored, ...persisted.duplicates].map(({ atMs }) => atMs));
    this.#standing = {
      batches: before.batches + 1,
      stored: before.stored + persisted.stored.length,
      duplicates: before.duplicates + persisted.duplicates.length,
      spilled: before.spilled + persisted.spilled.length,
      deadLetters: before.deadLetters + failures,
      lastBatchEvents: events,
      lastBatchMs: tookMs,
      lagMs: newestMs > 0 ? Math.max(0, this.#deps.clock.now() - newestMs) : before.lagMs,
    };
  }

  #tell(persisted: Persisted): void {
    try {
      this.#deps.onPersisted(persisted);
    } catch (error) {
      this.#deps.logger.error({ error: messageOf(error) }, 'A listener of stored events threw.');
    }
  }

  async #rest(): Promise<void> {
    try {
      await this.#deps.clock.sleep(this.#settings.restMs, this.#stopping.signal);
    } catch {
      // Stopped meanwhile; the loop sees it.
    }
  }
}

function isVital(event: EncodedEvent): event is EncodedEvent & { readonly vitalSequence: number } {
  return event.vitalSequence !== undefined;
}
