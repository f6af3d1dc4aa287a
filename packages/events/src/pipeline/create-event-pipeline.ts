import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import { newProducerId } from '../event/event-id.ts';
import { Journal, JOURNAL_DEFAULTS, type JournalSettings } from '../journal/journal.ts';
import type { EventQueue } from '../ports/event-queue.ts';
import type { EventSink } from '../ports/event-sink.ts';
import type { JournalFolder } from '../ports/journal-folder.ts';
import type { SpillFile } from '../ports/spill-file.ts';
import type { WatermarkStore } from '../ports/watermark-store.ts';
import { CONSUMER_DEFAULTS, EventConsumer, type ConsumerSettings } from '../queue/event-consumer.ts';
import { EventRing, RING_LIMITS, type RingLimits } from '../queue/event-ring.ts';
import { createSampler, SAMPLING_DEFAULTS, type SamplingSettings } from '../sampling/sampler.ts';
import { EventWriter, WRITER_DEFAULTS, type Persisted, type WriterSettings } from '../sink/event-writer.ts';
import { SpillReplay } from '../spill/spill-replay.ts';
import { EventDispatcher } from './event-dispatcher.ts';
import { modeEvent } from './own-events.ts';
import { EventIntake } from './event-intake.ts';
import type { EventPipeline } from './event-pipeline.ts';
import { LINK_DEFAULTS, LinkBreaker, type LinkSettings } from './link-breaker.ts';
import { PipelineWorker, WORKER_DEFAULTS, type WorkerSettings } from './pipeline-worker.ts';

export interface EventPipelineSettings {
  readonly sampling: SamplingSettings;
  readonly ring: RingLimits;
  readonly journal: JournalSettings;
  readonly writer: WriterSettings;
  readonly consumer: ConsumerSettings;
  readonly link: LinkSettings;
  readonly worker: WorkerSettings;
}

export const EVENT_PIPELINE_DEFAULTS: EventPipelineSettings = {
  sampling: SAMPLING_DEFAULTS,
  ring: RING_LIMITS,
  journal: JOURNAL_DEFAULTS,
  writer: WRITER_DEFAULTS,
  consumer: CONSUMER_DEFAULTS,
  link: LINK_DEFAULTS,
  worker: WORKER_DEFAULTS,
};

export interface EventPipelineDeps {
  readonly queue: EventQueue;
  readonly sink: EventSink;
  readonly spill: SpillFile;
  readonly deadLetters: SpillFile;
  /** Without it a killed process loses the vital events that had not left. */
  readonly journal?: JournalFolder | undefined;
  /** Where consumers in other processes tell what has arrived; needed for a queue that is shared. */
  readonly watermarks?: WatermarkStore | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Names this process among its siblings, in events and at the queue. */
  readonly instance: string;
  readonly version: string;
  readonly settings?: Partial<EventPipelineSettings>;
  /** Hears of what has been stored, such as incidents do. Called synchronously; a throw is caught. */
  readonly onPersisted?: (persisted: Persisted) => void;
}

/** Builds the way of events from those who emit to the store, with every detour. Nothing moves before `start`. */
export function createEventPipeline(deps: EventPipelineDeps): EventPipeline {
  const { queue, sink, spill, deadLetters, clock, random, logger, onPersisted = () => {} } = deps;
  const settings: EventPipelineSettings = { ...EVENT_PIPELINE_DEFAULTS, ...deps.settings };
  const producer = newProducerId(deps.ids);
  const monotonicMs = (): number => clock.monotonicMs();
  const queueLink = new LinkBreaker(monotonicMs, settings.link);
  const sinkLink = new LinkBreaker(monotonicMs, settings.link);
  const ring = new EventRing(settings.ring);
  const journal = deps.journal
    ? new Journal({ folder: deps.journal, clock, logger, producer, settings: settings.journal })
    : undefined;

  function settled(persisted: Persisted): void {
    const { stored, duplicates, spilled, dead } = persisted;
    journal?.settle(
      [...stored, ...duplicates, ...spilled, ...dead]
        .filter(event => event.producer === producer)
        .map(({ vitalSequence }) => vitalSequence)
        .filter(sequence => sequence !== undefined),
    );
    onPersisted(persisted);
  }

  const writer = new EventWriter({
    sink,
    spill,
    deadLetters,
    link: sinkLink,
    clock,
    random,
    logger,
    settings: settings.writer,
  });
  // What other processes offered comes back here too, so the store's own record is needed for them.
  const watermarks = queue.durable ? deps.watermarks : undefined;
  const consumer = new EventConsumer({
    queue,
    writer,
    consumer: `${deps.instance}-${producer}`,
    watermarks,
    clock,
    logger,
    onPersisted: settled,
    settings: settings.consumer,
  });
  const replay = new SpillReplay({
    spill,
    writer,
    batchEvents: settings.consumer.batchEvents,
    onPersisted: settled,
  });
  const intake = new EventIntake({
    sampler: createSampler(settings.sampling),
    ring,
    journal,
    clock,
    logger,
    producer,
    instance: deps.instance,
    version: deps.version,
  });
  const dispatcher = new EventDispatcher({
    queue,
    writer,
    queueLink,
    sinkLink,
    clock,
    logger,
    onPersisted: settled,
    onMode: (_from, to) => intake.emitOwn(modeEvent(to, queue, clock.now())),
  });
  const worker = new PipelineWorker({
    ring,
    intake,
    journal,
    journalFolder: deps.journal,
    watermarks,
    producer,
    dispatcher,
    consumer,
    replay,
    writer,
    queue,
    spill,
    sinkLink,
    clock,
    logger,
    onPersisted: settled,
    settings: settings.worker,
    batchEvents: settings.consumer.batchEvents,
  });

  return {
    emit: draft => intake.emit(draft),
    start: () => worker.start(),
    stop: () => worker.stop(),
    standing: () => ({
      mode: dispatcher.mode,
      waiting: { events: ring.size, characters: ring.characters },
      ...intake.counts,
      ...dispatcher.counts,
      spillBytes: spill.bytes,
      journal: journal?.standing,
      consumer: consumer.standing,
    }),
  };
}
