import { join } from 'node:path';
import {
  createEventPipeline,
  EVENT_PIPELINE_DEFAULTS,
  type EventArchive,
  type EventPipeline,
  type EventPipelineSettings,
  type EventQueue,
  type EventSink,
  type Persisted,
  type SpillFile,
  type JournalFolder,
  type WatermarkStore,
} from '@naru/events';
import { MemoryEventQueue } from '@naru/events/memory';
import { createFilesJournal, createFilesSpill } from '@naru/files';
import { createKafkaEventQueue } from '@naru/kafka';
import { createSystemIds, silentLogger, systemClock, systemRandom, type Logger } from '@naru/kernel';
import { createMongodbEventStore, createMongodbWatermarkStore, openMongodb } from '@naru/mongodb';
import { createRedisEventQueue } from '@naru/redis';
import { createSqliteEventStore } from '@naru/sqlite-events';

/** What a pipeline is made of; plain, so that it can be handed to another process. */
export interface Composition {
  /** Journal, spill, dead letters and the database of SQLite. */
  readonly folder: string;
  readonly queue:
    | { readonly kind: 'memory' }
    | { readonly kind: 'redis'; readonly url: string; readonly prefix?: string }
    | { readonly kind: 'kafka'; readonly broker: string; readonly name: string };
  readonly sink: { readonly kind: 'sqlite' } | { readonly kind: 'mongodb'; readonly url: string };
}

export interface ComposedOptions {
  readonly logger?: Logger;
  readonly settings?: Partial<EventPipelineSettings>;
  readonly onPersisted?: (persisted: Persisted) => void;
  /** Puts something between the pipeline and what it writes to. */
  readonly through?: {
    readonly sink?: (sink: EventSink) => EventSink;
    readonly spill?: (spill: SpillFile) => SpillFile;
    readonly journal?: (journal: JournalFolder) => JournalFolder;
  };
}

export interface Composed extends AsyncDisposable {
  readonly pipeline: EventPipeline;
  readonly archive: EventArchive;
  readonly queue: EventQueue;
  /** Drains, spills what cannot be drained, closes everything. Twice does nothing more. */
  close(): Promise<void>;
}

/** The pipeline as the server composes it, with names of its own at servers that others use too. */
export async function compose(composition: Composition, options: ComposedOptions = {}): Promise<Composed> {
  const { folder } = composition;
  const { logger = silentLogger, settings = {}, onPersisted, through = {} } = options;
  const same = <Port>(port: Port): Port => port;
  const store = openStore(composition);
  const queue = await openQueue(composition, logger);
  const spill = createFilesSpill({ folder: join(folder, 'spill') });
  const deadLetters = createFilesSpill({ folder: join(folder, 'dead-letters') });
  const pipeline = createEventPipeline({
    queue,
    sink: (through.sink ?? same)(store.events),
    spill: (through.spill ?? same)(spill),
    deadLetters,
    journal: (through.journal ?? same)(createFilesJournal(join(folder, 'journal'))),
    watermarks: store.watermarks,
    instance: 'drill',
    version: '0.1.0',
    settings: { ...EVENT_PIPELINE_DEFAULTS, ...settings },
    clock: systemClock,
    random: systemRandom,
    ids: createSystemIds(),
    logger,
    ...(onPersisted && { onPersisted }),
  });
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    await pipeline.stop();
    await queue.close();
    await Promise.all([spill.close(), deadLetters.close()]);
    await store.close();
  }
  return {
    pipeline,
    archive: store.events,
    queue,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

interface OpenStore {
  readonly events: EventSink & EventArchive;
  readonly watermarks: WatermarkStore;
  close(): Promise<void>;
}

export function openStore({ sink, folder }: Pick<Composition, 'sink' | 'folder'>): OpenStore {
  if (sink.kind === 'sqlite') return createSqliteEventStore({ path: join(folder, 'events.db'), clock: systemClock });
  const connection = openMongodb({ url: sink.url });
  const { database } = connection;
  return {
    events: createMongodbEventStore({ database, keepDays: 1 }),
    watermarks: createMongodbWatermarkStore(database),
    close: async () => connection[Symbol.asyncDispose](),
  };
}

function openQueue({ queue }: Composition, logger: Logger): EventQueue | Promise<EventQueue> {
  switch (queue.kind) {
    case 'memory':
      return new MemoryEventQueue({ clock: systemClock });
    case 'redis':
      return createRedisEventQueue({
        url: queue.url,
        ...(queue.prefix !== undefined && { prefix: queue.prefix }),
        clock: systemClock,
        random: systemRandom,
        logger,
      });
    case 'kafka':
      return createKafkaEventQueue({
        brokers: [queue.broker],
        topic: queue.name,
        group: `${queue.name}-group`,
        clock: systemClock,
      });
  }
}
