import { messageOf, type Clock, type Logger, type Timer } from '@naru/kernel';
import { readEncoded } from '../event/encoded-event.ts';
import type { Journal } from '../journal/journal.ts';
import { recoverJournal } from '../journal/recover-journal.ts';
import type { EventQueue } from '../ports/event-queue.ts';
import type { JournalFolder, SegmentFile } from '../ports/journal-folder.ts';
import type { SpillFile } from '../ports/spill-file.ts';
import type { WatermarkStore } from '../ports/watermark-store.ts';
import type { EventConsumer } from '../queue/event-consumer.ts';
import type { EventRing, RingEntry } from '../queue/event-ring.ts';
import type { EventWriter, Persisted } from '../sink/event-writer.ts';
import type { SpillReplay } from '../spill/spill-replay.ts';
import type { EventDispatcher } from './event-dispatcher.ts';
import type { EventIntake } from './event-intake.ts';
import type { LinkBreaker } from './link-breaker.ts';
import { droppedEvent, heartbeat } from './own-events.ts';

export interface WorkerSettings {
  /** An event leaves the ring after so long, or when so many have come together. */
  readonly lingerMs: number;
  readonly lingerEvents: number;
  /** How often losses are told, the spill is looked after, and the watermark is read. */
  readonly roundMs: number;
  readonly spillRoundMs: number;
  /** An event of our own, by whose absence a dead pipeline is noticed. */
  readonly heartbeatMs: number;
  /** A vital event that has not reached the store after so long is offered again. */
  readonly overdueMs: number;
  readonly overdueEvents: number;
  /** Rest when there is no way left for events. */
  readonly restMs: number;
  /** How long the ring, and everything together, may take to empty at the end. */
  readonly flushMs: number;
  readonly drainMs: number;
}

export const WORKER_DEFAULTS: WorkerSettings = {
  lingerMs: 20,
  lingerEvents: 100,
  roundMs: 10_000,
  spillRoundMs: 5_000,
  heartbeatMs: 20_000,
  overdueMs: 30_000,
  overdueEvents: 1_000,
  restMs: 1_000,
  flushMs: 4_000,
  drainMs: 8_000,
};

export interface WorkerDeps {
  readonly ring: EventRing;
  readonly intake: EventIntake;
  readonly journal: Journal | undefined;
  readonly journalFolder: JournalFolder | undefined;
  readonly watermarks: WatermarkStore | undefined;
  readonly producer: string;
  readonly dispatcher: EventDispatcher;
  readonly consumer: EventConsumer;
  readonly replay: SpillReplay;
  readonly writer: EventWriter;
  readonly queue: EventQueue;
  readonly spill: SpillFile;
  readonly sinkLink: LinkBreaker;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onPersisted: (persisted: Persisted) => void;
  readonly settings: WorkerSettings;
  readonly batchEvents: number;
}

const DISPATCH_EVENTS = 500;

/** The asynchronous half of the pipeline: keeps everything moving, and brings it to rest. */
export class PipelineWorker {
  readonly #deps: WorkerDeps;
  #timers = new Map<string, Timer>();
  #isRunning = false;
  #dispatching: Promise<void> | undefined;
  #inHand: readonly RingEntry[] = [];
  #replaying: Promise<unknown> | undefined;
  #recovering: Promise<void> = Promise.resolve();
  #earlier: readonly SegmentFile[] = [];
  #reofferedAtMs = -Infinity;
  #toldDropped = 0;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    deps.intake.onWork = () => this.#onWork();
  }

  /** Returns once everything has begun; what earlier runs left is brought away meanwhile. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#recovering = this.#recover();
    this.#deps.consumer.start();
    this.#onWork();
    this.#every('spill', this.#deps.settings.spillRoundMs, async () => {
      await this.#recovering;
      await this.#bringEarlier();
      await this.#replaySpill();
    });
    this.#every('heartbeat', this.#deps.settings.heartbeatMs, async () => {
      this.#deps.intake.emitOwn(heartbeat(this.#deps.clock.now()));
    });
    this.#every('round', this.#deps.settings.roundMs, () => this.#round());
  }

  async stop(): Promise<void> {
    const { intake, consumer, queue, journal, settings, clock } = this.#deps;
    intake.stop();
    if (!this.#isRunning) return;
    this.#isRunning = false;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    const startedAtMs = clock.monotonicMs();
    await this.#within(settings.flushMs, this.#flush());
    await this.#within(settings.flushMs - (clock.monotonicMs() - startedAtMs), this.#recovering);
    const leftMs = Math.max(0, settings.drainMs - (clock.monotonicMs() - startedAtMs));
    // What is in a queue of this process dies with it; what is in another is for whoever comes next.
    if (!queue.durable) await this.#within(leftMs, consumer.drain());
    await this.#within(settings.restMs, consumer.stop());
    await consumer.abandon();
    await this.#spillRest();
    await journal?.close();
  }

  async #recover(): Promise<void> {
    const { journalFolder, producer, logger } = this.#deps;
    try {
      const segments = (await journalFolder?.list()) ?? [];
      this.#earlier = segments.filter(({ name }) => !name.startsWith(producer));
    } catch (error) {
      logger.error({ error: messageOf(error) }, 'The journal of earlier runs cannot be read.');
    }
    await this.#bringEarlier();
    await this.#replaySpill();
  }

  /** Segments of earlier runs; what neither store nor spill takes now is tried again in a while. */
  async #bringEarlier(): Promise<void> {
    const { journalFolder: folder, journal, writer, logger, onPersisted, batchEvents } = this.#deps;
    if (!folder || this.#earlier.length === 0) return;
    this.#earlier = await recoverJournal(this.#earlier, { folder, writer, logger, batchEvents, onPersisted });
    journal?.shareFolder(this.#earlier.reduce((sum, { bytes }) => sum + bytes, 0));
  }

  #onWork(): void {
    if (!this.#isRunning) return;
    const { ring, settings } = this.#deps;
    if (this.#dispatching) return;
    if (ring.size >= settings.lingerEvents) this.#dispatch();
    else if (ring.size > 0 && !this.#timers.has('linger')) {
      this.#timers.set(
        'linger',
        this.#deps.clock.schedule(settings.lingerMs, () => this.#dispatch()),
      );
    }
  }

  #dispatch(): void {
    this.#timers.get('linger')?.cancel();
    this.#timers.delete('linger');
    this.#dispatching ??= this.#carryOn().finally(() => {
      this.#dispatching = undefined;
      this.#onWork();
    });
  }

  /** Until the ring is nearly empty; what there is no way for goes back and rests a while. */
  async #carryOn(): Promise<void> {
    const { ring, intake, dispatcher, clock, logger, settings } = this.#deps;
    for (let entries = ring.take(DISPATCH_EVENTS); entries.length > 0; entries = ring.take(DISPATCH_EVENTS)) {
      this.#inHand = entries;
      try {
        await dispatcher.carryOn(entries.map(({ event }) => event));
        this.#inHand = [];
      } catch (error) {
        this.#inHand = [];
        intake.drop(ring.putBack(entries));
        logger.error({ events: entries.length, error: messageOf(error) }, 'There is no way left for events.');
        await clock.sleep(settings.restMs);
        if (!this.#isRunning) return;
      }
    }
  }

  async #flush(): Promise<void> {
    await this.#dispatching;
    await this.#carryOn();
  }

  async #spillRest(): Promise<void> {
    const { ring, writer, logger, onPersisted, intake } = this.#deps;
    const entries = [...this.#inHand, ...ring.take(ring.size)];
    const left = await this.#leftInQueue();
    const events = [...entries.map(({ event }) => event), ...left];
    if (events.length === 0) return;
    try {
      await writer.spill(events);
      onPersisted({ stored: [], duplicates: [], spilled: events, dead: [] });
      logger.warn({ events: events.length }, 'Events were set aside until the next start.');
    } catch (error) {
      intake.drop(entries);
      logger.error({ events: events.length, error: messageOf(error) }, 'Events could not be set aside at the end.');
    }
  }

  /** What nobody has stored of a queue that ends with this process. */
  async #leftInQueue() {
    const { queue } = this.#deps;
    if (queue.durable) return [];
    try {
      const subscription = await queue.subscribe({ consumer: 'last' });
      const signal = new AbortController().signal;
      const left = await subscription.receive({ max: Number.MAX_SAFE_INTEGER, waitMs: 0, signal });
      await subscription.ack(left);
      return left.map(({ text }) => readEncoded(text)).filter(event => event !== undefined);
    } catch {
      return [];
    }
  }

  async #replaySpill(): Promise<void> {
    const { spill, replay, sinkLink, logger } = this.#deps;
    if (spill.bytes === 0 || sinkLink.state.name === 'open' || this.#replaying) return;
    this.#replaying = replay
      .run()
      .catch((error: unknown) => logger.error({ error: messageOf(error) }, 'The spill cannot be replayed.'))
      .finally(() => (this.#replaying = undefined));
    await this.#replaying;
  }

  async #round(): Promise<void> {
    this.#tellDropped();
    await this.#readWatermark();
    await this.#offerOverdue();
  }

  /** One event for all that was dropped since the last. */
  #tellDropped(): void {
    const { intake, dispatcher, clock, settings } = this.#deps;
    const { dropped } = intake.counts;
    const total = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    if (total === this.#toldDropped) return;
    const since = { count: total - this.#toldDropped, ms: settings.roundMs, mode: dispatcher.mode };
    intake.emitOwn(droppedEvent(dropped, since, clock.now()));
    this.#toldDropped = total;
  }

  async #readWatermark(): Promise<void> {
    const { watermarks, journal, producer, logger } = this.#deps;
    if (!watermarks || !journal) return;
    try {
      journal.adopt(await watermarks.read(producer));
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'The watermark of stored events cannot be read.');
    }
  }

  async #offerOverdue(): Promise<void> {
    const { journal, intake, clock, settings, sinkLink, logger } = this.#deps;
    const nowMs = clock.monotonicMs();
    // While the store is away nothing can arrive, and offering it again would only fill the spill twice.
    if (!journal || sinkLink.state.name !== 'closed' || nowMs - this.#reofferedAtMs < settings.overdueMs) return;
    try {
      const overdue = await journal.overdue(settings.overdueMs, settings.overdueEvents);
      if (overdue.length === 0) return;
      this.#reofferedAtMs = nowMs;
      logger.warn({ events: overdue.length }, 'Events that have not arrived are offered again.');
      for (const { text } of overdue) {
        const event = readEncoded(text);
        if (event) intake.offerAgain(event);
      }
    } catch (error) {
      logger.error({ error: messageOf(error) }, 'The journal cannot be read back.');
    }
  }

  #every(name: string, ms: number, work: () => Promise<void>): void {
    this.#timers.set(
      name,
      this.#deps.clock.schedule(ms, () => {
        void work().finally(() => {
          if (this.#isRunning) this.#every(name, ms, work);
        });
      }),
    );
  }

  async #within(ms: number, work: Promise<void>): Promise<void> {
    const stop = new AbortController();
    // Sleeping keeps a process alive that has nothing else to wait for; a timer would not.
    const timeIsUp = this.#deps.clock.sleep(Math.max(0, ms), stop.signal).catch(() => {});
    try {
      await Promise.race([work, timeIsUp]);
    } finally {
      stop.abort();
    }
  }
}
