import type { EventsConfig } from './config.ts';
import type { FileConfig } from './file-schema.ts';
import type { ConfigMistake } from './mistake.ts';
import type { Origins } from './origins.ts';
import type { EventAddresses } from './read-event-addresses.ts';

/** What is set about events, with the queue that follows from the addresses there are. */
export function toEvents(
  file: FileConfig['events'],
  addresses: EventAddresses,
  hasRedis: boolean,
  origins: Origins,
): { readonly events: EventsConfig; readonly mistakes: readonly ConfigMistake[] } {
  const { kafkaBrokers, mongodbUrl, noticeWebhook, otlpEndpoint } = addresses;
  const hasKafka = kafkaBrokers.length > 0;
  // Through a queue that is shared, an event may be stored by any instance: into a store that all can read.
  const shared = hasKafka ? 'kafka' : hasRedis && mongodbUrl ? 'redis' : 'memory';
  const queue = file.queue === 'auto' ? shared : file.queue;
  const missing =
    queue === 'kafka' && !hasKafka ? 'KAFKA_BROKERS' : queue === 'redis' && !hasRedis ? 'REDIS_URL' : undefined;
  const mistakes =
    missing === undefined
      ? []
      : [
          origins.mistakeAt(
            ['events', 'queue'],
            `${queue} without ${missing}`,
            `auto, or ${queue} with ${missing} set`,
          ),
        ];
  const events: EventsConfig = {
    share: file.share,
    slowMs: file.slow_sec * 1_000,
    slowMsByRoute: Object.fromEntries(
      Object.entries(file.slow_sec_by_route).map(([route, seconds]) => [route, seconds * 1_000]),
    ),
    criticalRoutes: file.critical_routes,
    keepDays: file.keep_days,
    queue,
    kafkaBrokers,
    mongodbUrl,
    noticeWebhook,
    otlpEndpoint,
  };
  return { events, mistakes };
}
