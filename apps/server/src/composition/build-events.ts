import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  createEventPipeline,
  createLogNotifier,
  IncidentDesk,
  SAMPLING_DEFAULTS,
  type EventArchive,
  type EventEmitter,
  type EventQueue,
  type EventSink,
  type Incident,
  type IncidentStore,
  type Notifier,
  type WatermarkStore,
} from '@naru/events';
import { MemoryEventQueue } from '@naru/events/memory';
import { createFilesJournal, createFilesSpill } from '@naru/files';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import { createSqliteEventStore } from '@naru/sqlite-events';
import type { Registry } from 'prom-client';
import type { Config } from '../config/index.ts';
import { registerEventMetrics } from '../telemetry/events/event-metrics.ts';

export interface EventParts {
  readonly config: Pick<Config, 'events' | 'redisUrl' | 'server'>;
  readonly version: string;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Closes what was opened, in reverse. */
  readonly opening: AsyncDisposableStack;
}

export interface BuiltEvents {
  /** Where work tells what became of it: kept as events, and shown as traces where somebody collects them. */
  readonly emitter: EventEmitter;
  readonly archive: EventArchive;
  readonly incidents: IncidentStore;
  readonly acknowledgeIncident: (id: string, by: string) => Promise<Incident | undefined>;
}

/** The way of events from whoever tells them to their store. Nothing of Kafka, Redis or MongoDB is loaded unasked. */
export async function buildEvents(parts: EventParts): Promise<BuiltEvents> {
  const { config, version, registry, opening, clock, random, ids, logger } = parts;
  const { dataDir } = config.server;
  const folder = (name: string): string => join(dataDir, 'events', name);

  const local = createSqliteEventStore({ path: join(dataDir, 'events.db'), clock });
  opening.defer(() => local.close());
  const store = await openStore(parts, local);
  const queue = await openQueue(parts);

  const desk = new IncidentDesk({
    store: local.incidents,
    notifiers: await openNotifiers(parts),
    clock,
    ids,
    logger,
  });

  const spill = createFilesSpill({ folder: folder('spill') });
  const deadLetters = createFilesSpill({ folder: folder('dead-letters') });
  const pipeline = createEventPipeline({
    queue,
    sink: store.events,
    spill,
    deadLetters,
    journal: createFilesJournal(folder('journal')),
    watermarks: store.watermarks,
    instance: hostname(),
    version,
    settings: { sampling: samplingOf(config.events) },
    clock,
    random,
    ids,
    logger,
    onPersisted: persisted => desk.hear(persisted),
  });
  opening.defer(async () => {
    await pipeline.stop();
    await desk.stop();
    await queue.close();
    await Promise.all([spill.close(), deadLetters.close()]);
  });
  desk.start();
  pipeline.start();
  registerEventMetrics(registry, () => pipeline.standing(), queue);
  const traces = await openTraces(parts);
  return {
    emitter: traces ? tellBoth(pipeline, traces) : pipeline,
    archive: store.events,
    incidents: local.incidents,
    acknowledgeIncident: (id, by) => desk.acknowledge(id, by),
  };
}

interface EventStore {
  readonly events: EventSink & EventArchive;
  readonly watermarks: WatermarkStore;
}

async function openStore({ config, opening }: EventParts, local: EventStore): Promise<EventStore> {
  const { mongodbUrl, keepDays } = config.events;
  if (!mongodbUrl) return local;
  const { createMongodbEventStore, createMongodbWatermarkStore, openMongodb } = await import('@naru/mongodb');
  const { database } = opening.use(openMongodb({ url: mongodbUrl.reveal() }));
  return {
    events: createMongodbEventStore({ database, keepDays }),
    watermarks: createMongodbWatermarkStore(database),
  };
}

async function openQueue({ config, clock, random, logger }: EventParts): Promise<EventQueue> {
  const { queue, kafkaBrokers } = config.events;
  switch (queue) {
    case 'memory':
      return new MemoryEventQueue({ clock });
    case 'redis': {
      const { createRedisEventQueue } = await import('@naru/redis');
      return createRedisEventQueue({ url: config.redisUrl?.reveal() ?? '', clock, random, logger });
    }
    case 'kafka': {
      const { createKafkaEventQueue } = await import('@naru/kafka');
      return createKafkaEventQueue({ brokers: kafkaBrokers, clock });
    }
  }
}

/** The log hears of everything, the webhook too where there is one. */
async function openNotifiers({ config, logger, opening }: EventParts): Promise<readonly Notifier[]> {
  const { noticeWebhook } = config.events;
  if (!noticeWebhook) return [createLogNotifier(logger)];
  const { createWebhookNotifier } = await import('@naru/webhook');
  return [createLogNotifier(logger), opening.use(createWebhookNotifier({ url: noticeWebhook.reveal() }))];
}

async function openTraces({ config, version, opening }: EventParts): Promise<EventEmitter | undefined> {
  const { otlpEndpoint: endpoint } = config.events;
  if (endpoint === undefined) return undefined;
  const { createTraceExporter } = await import('../telemetry/traces/trace-exporter.ts');
  return opening.use(createTraceExporter({ endpoint, instance: hostname(), version }));
}

function tellBoth(one: EventEmitter, other: EventEmitter): EventEmitter {
  return {
    emit(draft) {
      one.emit(draft);
      other.emit(draft);
    },
  };
}

function samplingOf({ share, slowMs, slowMsByRoute, criticalRoutes }: Config['events']): typeof SAMPLING_DEFAULTS {
  return {
    ...SAMPLING_DEFAULTS,
    rate: share,
    slowMs,
    slowMsByRoute: { ...SAMPLING_DEFAULTS.slowMsByRoute, ...slowMsByRoute },
    criticalRoutes: [...SAMPLING_DEFAULTS.criticalRoutes, ...criticalRoutes],
  };
}
