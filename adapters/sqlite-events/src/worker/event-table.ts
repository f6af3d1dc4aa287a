import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  decodeEvent,
  DUPLICATE,
  firstEventIdAt,
  STORED,
  type CountField,
  type EventCount,
  type EventCountQuery,
  type EventFilter,
  type EventPageQuery,
  type WriteOutcome,
} from '@naru/events';
import { transaction } from './event-schema.ts';

export interface WrittenEvent {
  readonly eventId: string;
  readonly text: string;
}

export interface EventTable {
  write(events: readonly WrittenEvent[]): readonly WriteOutcome[];
  /** The texts of the events found. */
  find(query: EventPageQuery): readonly string[];
  count(query: EventCountQuery): readonly EventCount[];
  deleteBefore(atMs: number, limit: number): number;
}

const INSERT = `INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** Columns of the conditions that ask for an equal value. */
const COLUMNS = {
  kind: 'kind',
  outcome: 'outcome',
  route: 'route',
  requestId: 'request_id',
  traceId: 'trace_id',
  sessionId: 'session_id',
  tenant: 'tenant',
  provider: 'provider',
  errorCode: 'error_code',
} as const;

const COUNTED: Readonly<Record<CountField, string>> = {
  kind: 'kind',
  route: 'route',
  outcome: 'outcome',
  provider: 'provider',
  tenant: 'tenant',
  errorCode: 'error_code',
  sampleRule: 'sample_rule',
};

export function openEventTable(db: DatabaseSync): EventTable {
  const insert = db.prepare(INSERT);
  const remove = db.prepare('DELETE FROM event WHERE rowid IN (SELECT rowid FROM event WHERE event_id < ? LIMIT ?)');

  function writeOne({ eventId, text }: WrittenEvent): WriteOutcome {
    const event = decodeEvent(text);
    if (!event || event.eventId !== eventId) return { kind: 'refused', reason: 'unreadable' };
    const { changes } = insert.run(
      eventId,
      event.kind,
      event.outcome,
      event.route,
      event.requestId,
      event.traceId ?? null,
      event.sessionId ?? null,
      event.tenant ?? null,
      event.provider ?? null,
      event.error?.code ?? null,
      event.sample.rule,
      event.sample.rate,
      text,
    );
    return changes === 0 ? DUPLICATE : STORED;
  }

  return {
    write: events => transaction(db, () => events.map(writeOne)),

    find({ order, after, limit, ...filter }) {
      const { conditions, values } = conditionsOf(filter);
      const isOldestFirst = order === 'oldest-first';
      if (after !== undefined) {
        conditions.push(`event_id ${isOldestFirst ? '>' : '<'} ?`);
        values.push(after);
      }
      const rows = db
        .prepare(
          `SELECT text FROM event ${where(conditions)} ORDER BY event_id ${isOldestFirst ? 'ASC' : 'DESC'} LIMIT ?`,
        )
        .all(...values, limit);
      return rows.map(row => String(row['text']));
    },

    count({ by, limit, ...filter }) {
      const { conditions, values } = conditionsOf(filter);
      const column = COUNTED[by];
      const rows = db
        .prepare(
          `SELECT ${column} AS value, count(*) AS events, sum(1.0 / sample_rate) AS weighted FROM event
           ${where(conditions)} GROUP BY ${column} ORDER BY weighted DESC, value LIMIT ?`,
        )
        .all(...values, limit);
      return rows.map(({ value, events, weighted }) => ({
        value: value === null ? null : String(value),
        events: Number(events),
        weighted: Number(weighted),
      }));
    },

    deleteBefore: (atMs, limit) => Number(remove.run(firstEventIdAt(atMs), limit).changes),
  };
}

function conditionsOf(filter: EventFilter): { readonly conditions: string[]; readonly values: SQLInputValue[] } {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, value: SQLInputValue): void => {
    conditions.push(condition);
    values.push(value);
  };
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = filter[name as keyof typeof COLUMNS];
    if (value !== undefined) add(`${column} = ?`, value);
  }
  if (filter.fromMs !== undefined) add('event_id >= ?', firstEventIdAt(filter.fromMs));
  if (filter.untilMs !== undefined) add('event_id < ?', firstEventIdAt(filter.untilMs));
  if (filter.hasError !== undefined) conditions.push(`error_code IS ${filter.hasError ? 'NOT NULL' : 'NULL'}`);
  return { conditions, values };
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
