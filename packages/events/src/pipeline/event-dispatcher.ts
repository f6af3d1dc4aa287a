import { messageOf, type Clock, type Logger } from '@naru/kernel';
import type { EncodedEvent } from '../event/encoded-event.ts';
import { QueueUnavailableError } from '../errors.ts';
import type { EventQueue } from '../ports/event-queue.ts';
import type { EventWriter, Persisted } from '../sink/event-writer.ts';
import type { PipelineMode } from './event-pipeline.ts';
import type { LinkBreaker } from './link-breaker.ts';

export interface DispatcherDeps {
  readonly queue: EventQueue;
  readonly writer: EventWriter;
  readonly queueLink: LinkBreaker;
  readonly sinkLink: LinkBreaker;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears of events that went past the queue. */
  readonly onPersisted: (persisted: Persisted) => void;
  readonly publishMs?: number;
  readonly onMode?: (from: PipelineMode, to: PipelineMode) => void;
}

const PUBLISH_MS = 2_000;

/** Carries events on by the best way there is: the queue; past it, the store; past that, the spill. */
export class EventDispatcher {
  readonly #deps: DispatcherDeps;
  #published = 0;
  #publishFailures = 0;
  #directWrites = 0;
  #spilled = 0;
  #mode: PipelineMode = 'queue';

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  get counts() {
    return {
      published: this.#published,
      publishFailures: this.#publishFailures,
      directWrites: this.#directWrites,
      spilled: this.#spilled,
    };
  }

  get mode(): PipelineMode {
    const { queueLink, sinkLink } = this.#deps;
    if (queueLink.state.name === 'closed') return 'queue';
    return sinkLink.state.name === 'closed' ? 'direct' : 'file';
  }

  /** @throws {SpillWriteError} when there is no way left: the events are still the caller's */
  async carryOn(events: readonly EncodedEvent[]): Promise<void> {
    try {
      if (this.#deps.queueLink.admits() && (await this.#publish(events))) return;
      const persisted = await this.#deps.writer.persist(events);
      this.#directWrites += persisted.stored.length + persisted.duplicates.length;
      this.#spilled += persisted.spilled.length;
      this.#deps.onPersisted(persisted);
    } finally {
      this.#tellMode();
    }
  }

  async #publish(events: readonly EncodedEvent[]): Promise<boolean> {
    const { queue, queueLink, logger } = this.#deps;
    try {
      await this.#withinTime(events);
    } catch (error) {
      queueLink.failed();
      this.#publishFailures += events.length;
      logger.warn(
        { queue: queue.label, events: events.length, error: messageOf(error) },
        'MQ publish failed, falling back to direct logging',
      );
      return false;
    }
    queueLink.succeeded();
    this.#published += events.length;
    for (const { requestId } of events) {
      logger.debug({ requestId }, `Published log event to ${queue.label}, requestId: ${requestId}`);
    }
    return true;
  }

  async #withinTime(events: readonly EncodedEvent[]): Promise<void> {
    const { queue, clock, publishMs = PUBLISH_MS } = this.#deps;
    const stop = new AbortController();
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = clock.schedule(publishMs, () => {
      const error = new QueueUnavailableError(`${queue.label} took longer than ${publishMs} ms.`);
      stop.abort(error);
      reject(error);
    });
    try {
      await Promise.race([queue.publish(events, stop.signal), tooLate]);
    } finally {
      timer.cancel();
    }
  }

  #tellMode(): void {
    const from = this.#mode;
    const to = this.mode;
    if (from === to) return;
    this.#mode = to;
    this.#deps.logger.warn({ from, to }, 'Events go another way.');
    this.#deps.onMode?.(from, to);
  }
}
