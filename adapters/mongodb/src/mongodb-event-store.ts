import {
  decodeEvent,
  MAX_PAGE,
  SinkUnavailableError,
  type EncodedEvent,
  type EventArchive,
  type EventCount,
  type EventSink,
  type WriteOutcome,
} from '@naru/events';
import type { Collection, Db } from 'mongodb';
import { fromEventDocument, toEventDocument, type EventDocument } from './event-document.ts';
import { pathOf, toMongodbFilter } from './event-filter.ts';
import { outcomesOf, unavailable } from './write-outcomes.ts';

export interface MongodbEventStoreOptions {
  readonly database: Db;
  /** How long events are kept, in days, by the server itself. */
  readonly keepDays: number;
}

const COLLECTION = 'events';
const DAY_SECONDS = 86_400;
const INDEX_HAS_OTHER_OPTIONS = 85;
const UNREADABLE: WriteOutcome = { kind: 'refused', reason: 'unreadable' };

/**
 * Events in the collection `events`: `_id` is the event's id, so that writing again changes nothing; a TTL index on
 * `at` lets the server forget them. The indexes are made at the first write.
 */
export function createMongodbEventStore({ database, keepDays }: MongodbEventStoreOptions): EventSink & EventArchive {
  const collection = database.collection<EventDocument>(COLLECTION);
  let indexes: Promise<void> | undefined;
  let isClosed = false;

  async function ready(): Promise<void> {
    if (isClosed) throw new SinkUnavailableError('The store of events is closed.');
    try {
      // A client whose first search for the server failed stays closed until it is told to connect.
      await database.client.connect();
      indexes ??= makeIndexes(database, collection, keepDays);
      await indexes;
    } catch (error) {
      indexes = undefined;
      throw unavailable(error);
    }
  }

  async function insert(events: readonly EncodedEvent[]): Promise<readonly WriteOutcome[]> {
    const documents = events.map(({ eventId, text }) => {
      const event = decodeEvent(text);
      return event?.eventId === eventId ? toEventDocument(event) : undefined;
    });
    const readable = documents.filter(document => document !== undefined);
    const outcomes = readable.length === 0 ? [] : await insertAll(collection, readable);
    let next = 0;
    return documents.map(document => (document ? (outcomes[next++] ?? UNREADABLE) : UNREADABLE));
  }

  return {
    label: `MongoDB collection: ${COLLECTION}`,
    async write(events, signal) {
      await ready();
      signal.throwIfAborted();
      return untilAborted(insert(events), signal);
    },
    async find({ order, after, limit, ...filter }) {
      const direction = order === 'oldest-first' ? 1 : -1;
      const beyond = after === undefined ? {} : { _id: direction === 1 ? { $gt: after } : { $lt: after } };
      const found = collection
        .find({ $and: [toMongodbFilter(filter), beyond] })
        .sort({ _id: direction })
        .limit(Math.min(limit, MAX_PAGE));
      return (await found.toArray()).map(fromEventDocument);
    },
    async count({ by, limit, ...filter }) {
      const groups = collection.aggregate<{ _id: string | null; events: number; weighted: number }>([
        { $match: toMongodbFilter(filter) },
        {
          $group: {
            _id: { $ifNull: [pathOf(by), null] },
            events: { $sum: 1 },
            weighted: { $sum: { $divide: [1, '$sample.rate'] } },
          },
        },
        { $sort: { weighted: -1, _id: 1 } },
        { $limit: limit },
      ]);
      return (await groups.toArray()).map(({ _id: value, events, weighted }): EventCount => ({
        value,
        events,
        weighted,
      }));
    },
    async deleteBefore(atMs, limit) {
      const old = await collection
        .find({ atMs: { $lt: atMs } }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      const { deletedCount } = await collection.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
      return deletedCount;
    },
    async close() {
      isClosed = true;
    },
  };
}

async function insertAll(
  collection: Collection<EventDocument>,
  documents: readonly EventDocument[],
): Promise<readonly WriteOutcome[]> {
  try {
    // Unordered: one that is there already does not keep its neighbours out.
    await collection.insertMany([...documents], { ordered: false });
    return documents.map(() => ({ kind: 'stored' }));
  } catch (error) {
    return outcomesOf(error, documents.length);
  }
}

async function makeIndexes(database: Db, collection: Collection<EventDocument>, keepDays: number): Promise<void> {
  const expireAfterSeconds = keepDays * DAY_SECONDS;
  try {
    await collection.createIndex({ at: 1 }, { name: 'at', expireAfterSeconds });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== INDEX_HAS_OTHER_OPTIONS) throw error;
    // Kept for another time until now.
    await database.command({ collMod: COLLECTION, index: { name: 'at', expireAfterSeconds } });
  }
  await collection.createIndexes([
    { key: { requestId: 1 }, name: 'requestId' },
    { key: { traceId: 1 }, name: 'traceId' },
    { key: { 'error.code': 1, atMs: 1 }, name: 'errorCode' },
  ]);
}

/** The driver goes on writing; whoever waits need not. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', leave));
}
