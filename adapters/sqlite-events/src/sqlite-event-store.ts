import {
  decodeEvent,
  MAX_PAGE,
  type EventArchive,
  type EventSink,
  type IncidentStore,
  type WatermarkStore,
} from '@naru/events';
import type { Clock } from '@naru/kernel';
import { EventDatabaseThread } from './event-database-thread.ts';

export interface SqliteEventStoreOptions {
  /** Such as `data/events.db`; its folder is made where it is missing. */
  readonly path: string;
  readonly clock: Clock;
}

/** Everything about events that is kept in their own SQLite file. One thread of its own does the work. */
export interface SqliteEventStore {
  readonly events: EventSink & EventArchive;
  readonly watermarks: WatermarkStore;
  readonly incidents: IncidentStore;
  /** Closing `events` closes all; closing twice does nothing. */
  close(): Promise<void>;
}

/** Opens nothing yet: the file is opened, in its thread, at the first question. */
export function createSqliteEventStore(options: SqliteEventStoreOptions): SqliteEventStore {
  const thread = new EventDatabaseThread(options);
  const close = (): Promise<void> => thread.close();
  return {
    close,
    events: {
      label: 'SQLite',
      close,
      async write(events, signal) {
        signal.throwIfAborted();
        return thread.ask(
          'events',
          'write',
          events.map(({ eventId, text }) => ({ eventId, text })),
        );
      },
      async find(query) {
        const texts = await thread.ask('events', 'find', { ...query, limit: pageOf(query.limit) });
        return texts.map(decodeEvent).filter(event => event !== undefined);
      },
      count: query => thread.ask('events', 'count', { ...query, limit: pageOf(query.limit) }),
      deleteBefore: (atMs, limit) => thread.ask('events', 'deleteBefore', atMs, limit),
    },
    watermarks: {
      add: (producer, ranges) => thread.ask('watermarks', 'add', producer, ranges),
      read: producer => thread.ask('watermarks', 'read', producer),
    },
    incidents: {
      save: incident => thread.ask('incidents', 'save', incident),
      find: id => thread.ask('incidents', 'find', id),
      recent: resolvedSinceMs => thread.ask('incidents', 'recent', resolvedSinceMs),
      list: query => thread.ask('incidents', 'list', { ...query, limit: pageOf(query.limit) }),
    },
  };
}

function pageOf(limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`A page needs a limit from 1, got ${limit}.`);
  return Math.min(limit, MAX_PAGE);
}
