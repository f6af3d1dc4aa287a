import { mergeRanges, SinkUnavailableError, type SequenceRange, type WatermarkStore } from '@naru/events';
import type { Db } from 'mongodb';
import { unavailable } from './write-outcomes.ts';

interface WatermarkDocument {
  readonly _id: string;
  /** Raised by every change: a writer that read an older one begins again. */
  readonly revision: number;
  readonly ranges: readonly SequenceRange[];
}

const COLLECTION = 'event_watermarks';
const DUPLICATE_KEY = 11_000;
/** Each round somebody wins, so this many consumers at once find their turn. */
const MAX_ROUNDS = 200;

/** What has arrived, in one document a producer, changed by compare-and-set. */
export function createMongodbWatermarkStore(database: Db): WatermarkStore {
  const collection = database.collection<WatermarkDocument>(COLLECTION);

  async function tryAdd(producer: string, added: readonly SequenceRange[]): Promise<boolean> {
    const known = await collection.findOne({ _id: { $eq: producer } });
    const ranges = mergeRanges([...(known?.ranges ?? []), ...added]);
    if (known) {
      const { revision } = known;
      const changes = { $set: { ranges, revision: revision + 1 } };
      return (await collection.updateOne({ _id: { $eq: producer }, revision }, changes)).matchedCount === 1;
    }
    try {
      await collection.insertOne({ _id: producer, revision: 1, ranges });
      return true;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  return {
    async add(producer, ranges) {
      try {
        for (let round = 0; round < MAX_ROUNDS; round += 1) if (await tryAdd(producer, ranges)) return;
      } catch (error) {
        throw unavailable(error);
      }
      throw new SinkUnavailableError(`A watermark was changed by others ${MAX_ROUNDS} times in a row.`);
    },
    async read(producer) {
      try {
        return (await collection.findOne({ _id: { $eq: producer } }))?.ranges ?? [];
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}
