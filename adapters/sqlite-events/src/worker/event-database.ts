import { DatabaseSync } from 'node:sqlite';
import { prepareTables } from './event-schema.ts';
import { openEventTable, type EventTable } from './event-table.ts';
import { openIncidentTable, type IncidentTable } from './incident-table.ts';
import { openWatermarkTable, type WatermarkTable } from './watermark-table.ts';

/** Everything that the worker can be asked for, by table and name. */
export interface EventDatabase {
  readonly events: EventTable;
  readonly watermarks: WatermarkTable;
  readonly incidents: IncidentTable;
}

/** How long a lock of another process is waited for. The thread has nothing else to do meanwhile. */
const BUSY_MS = 2_000;

/** Opens the file, or makes it. What is written survives a killed process; a power cut may take the last moments. */
export function openEventDatabase(path: string): EventDatabase & { close(): void } {
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    prepareTables(db);
    return {
      events: openEventTable(db),
      watermarks: openWatermarkTable(db),
      incidents: openIncidentTable(db),
      close: () => db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
