import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { isLive, type Incident, type IncidentQuery } from '@naru/events';
import { transaction } from './event-schema.ts';

export interface IncidentTable {
  save(incident: Incident): boolean;
  find(id: string): Incident | undefined;
  recent(resolvedSinceMs: number): readonly Incident[];
  list(query: IncidentQuery): readonly Incident[];
}

export function openIncidentTable(db: DatabaseSync): IncidentTable {
  const byId = db.prepare('SELECT revision, text FROM incident WHERE id = ?');
  const rival = db.prepare('SELECT 1 FROM incident WHERE fingerprint = ? AND is_live = 1 AND id <> ?');
  const write = db.prepare('INSERT OR REPLACE INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const recent = db.prepare('SELECT text FROM incident WHERE is_live = 1 OR resolved_at_ms >= ? ORDER BY opened_at_ms');

  return {
    save: incident =>
      transaction(db, () => {
        const { id, fingerprint, revision, state } = incident;
        const before = byId.get(id);
        if (Number(before?.['revision'] ?? 0) !== revision - 1) return false;
        if (isLive(incident) && rival.get(fingerprint, id)) return false;
        write.run(
          id,
          fingerprint,
          revision,
          isLive(incident) ? 1 : 0,
          incident.openedAtMs,
          incident.lastSeenAtMs,
          state.name === 'resolved' ? state.atMs : null,
          JSON.stringify(incident),
        );
        return true;
      }),

    find(id) {
      const row = byId.get(id);
      return row && incidentOf(row);
    },

    recent: resolvedSinceMs => recent.all(resolvedSinceMs).map(incidentOf),

    list({ fromMs, untilMs, onlyLive, limit }) {
      const conditions: string[] = ['1'];
      const values: SQLInputValue[] = [];
      if (fromMs !== undefined) {
        conditions.push('last_seen_at_ms >= ?');
        values.push(fromMs);
      }
      if (untilMs !== undefined) {
        conditions.push('opened_at_ms < ?');
        values.push(untilMs);
      }
      if (onlyLive) conditions.push('is_live = 1');
      const sql = `SELECT text FROM incident WHERE ${conditions.join(' AND ')} ORDER BY opened_at_ms DESC LIMIT ?`;
      return db
        .prepare(sql)
        .all(...values, limit)
        .map(incidentOf);
    },
  };
}

function incidentOf(row: Readonly<Record<string, unknown>>): Incident {
  return JSON.parse(String(row['text'])) as Incident;
}
