import type { DatabaseSync } from 'node:sqlite';

const VERSION = 1;

/**
 * Ids begin with the instant of the event, so that the index of ids is also the index of time. Columns are what can
 * be asked for; the event itself is its text.
 */
const TABLES = `
  CREATE TABLE event (
    event_id TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL, route TEXT NOT NULL, request_id TEXT NOT NULL,
    trace_id TEXT, session_id TEXT, tenant TEXT, provider TEXT, error_code TEXT,
    sample_rule TEXT NOT NULL, sample_rate REAL NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX event_by_id ON event (event_id);
  CREATE INDEX event_by_request ON event (request_id);
  CREATE INDEX event_by_session ON event (session_id, event_id) WHERE session_id IS NOT NULL;
  CREATE INDEX event_by_error ON event (error_code, event_id) WHERE error_code IS NOT NULL;

  CREATE TABLE watermark (producer TEXT PRIMARY KEY, ranges TEXT NOT NULL) STRICT;

  CREATE TABLE incident (
    id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, revision INTEGER NOT NULL, is_live INTEGER NOT NULL,
    opened_at_ms INTEGER NOT NULL, last_seen_at_ms INTEGER NOT NULL, resolved_at_ms INTEGER, text TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX incident_live ON incident (fingerprint) WHERE is_live = 1;
  CREATE INDEX incident_by_time ON incident (opened_at_ms);
`;

/** Makes what is missing. @throws {Error} for a file that a newer Naru has made */
export function prepareTables(db: DatabaseSync): void {
  // Another process may be the first at the same time; the lock lets one of them be.
  db.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { readonly user_version: number };
    if (version > VERSION) {
      throw new Error(`The file of events has version ${version}; this Naru knows versions up to ${VERSION}.`);
    }
    if (version < VERSION) {
      db.exec(TABLES);
      db.exec(`PRAGMA user_version = ${VERSION}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Runs the work as the only writer: all of its changes or none. */
export function transaction<Value>(db: DatabaseSync, work: () => Value): Value {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    // SQLite ends a transaction by itself after some errors, such as a full disk.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
