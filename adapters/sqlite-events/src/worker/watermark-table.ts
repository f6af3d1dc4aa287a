import type { DatabaseSync } from 'node:sqlite';
import { mergeRanges, type SequenceRange } from '@naru/events';
import { transaction } from './event-schema.ts';

export interface WatermarkTable {
  add(producer: string, ranges: readonly SequenceRange[]): void;
  read(producer: string): readonly SequenceRange[];
}

export function openWatermarkTable(db: DatabaseSync): WatermarkTable {
  const select = db.prepare('SELECT ranges FROM watermark WHERE producer = ?');
  const upsert = db.prepare(
    'INSERT INTO watermark VALUES (?, ?) ON CONFLICT (producer) DO UPDATE SET ranges = excluded.ranges',
  );

  function read(producer: string): readonly SequenceRange[] {
    const row = select.get(producer);
    return row ? (JSON.parse(String(row['ranges'])) as readonly SequenceRange[]) : [];
  }

  return {
    read,
    add(producer, ranges) {
      transaction(db, () => upsert.run(producer, JSON.stringify(mergeRanges([...read(producer), ...ranges]))));
    },
  };
}
