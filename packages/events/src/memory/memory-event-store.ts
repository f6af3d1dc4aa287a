import { decodeEvent, type EncodedEvent } from '../event/encoded-event.ts';
import type { WideEvent } from '../event/wide-event.ts';
import { mergeRanges, type SequenceRange } from '../journal/sequence-ranges.ts';
import { SinkUnavailableError } from '../errors.ts';
import type {
  CountField,
  EventArchive,
  EventCount,
  EventCountQuery,
  EventFilter,
  EventPageQuery,
} from '../ports/event-archive.ts';
import { DUPLICATE, STORED, type EventSink, type WriteOutcome } from '../ports/event-sink.ts';
import type { WatermarkStore } from '../ports/watermark-store.ts';

/** The reference of `EventSink`, `EventArchive` and `WatermarkStore`: everything in a map. */
export class MemoryEventStore implements EventSink, EventArchive, WatermarkStore {
  readonly label = 'memory';
  readonly #events = new Map<string, WideEvent>();
  readonly #ranges = new Map<string, readonly SequenceRange[]>();
  #isClosed = false;

  async write(events: readonly EncodedEvent[], signal: AbortSignal): Promise<readonly WriteOutcome[]> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new SinkUnavailableError('The store of events is closed.');
    return events.map(({ eventId, text }): WriteOutcome => {
      if (this.#events.has(eventId)) return DUPLICATE;
      const event = decodeEvent(text);
      if (!event || event.eventId !== eventId) return { kind: 'refused', reason: 'unreadable' };
      this.#events.set(eventId, event);
      return STORED;
    });
  }

  async find({ order, after, limit, ...filter }: EventPageQuery): Promise<readonly WideEvent[]> {
    const sign = order === 'oldest-first' ? 1 : -1;
    return this.#matching(filter)
      .filter(({ eventId }) => after === undefined || sign * compare(eventId, after) > 0)
      .sort((a, b) => sign * compare(a.eventId, b.eventId))
      .slice(0, limit);
  }

  async count({ by, limit, ...filter }: EventCountQuery): Promise<readonly EventCount[]> {
    const counts = new Map<string | null, { events: number; weighted: number }>();
    for (const event of this.#matching(filter)) {
      const count = counts.getOrInsertComputed(valueOf(event, by), () => ({ events: 0, weighted: 0 }));
      count.events += 1;
      count.weighted += 1 / event.sample.rate;
    }
    return [...counts]
      .map(([value, count]) => ({ value, ...count }))
      .sort((a, b) => b.weighted - a.weighted || compare(a.value ?? '', b.value ?? ''))
      .slice(0, limit);
  }

  async deleteBefore(atMs: number, limit: number): Promise<number> {
    const old = [...this.#events.values()].filter(event => event.atMs < atMs).slice(0, limit);
    for (const { eventId } of old) this.#events.delete(eventId);
    return old.length;
  }

  async add(producer: string, ranges: readonly SequenceRange[]): Promise<void> {
    this.#ranges.set(producer, mergeRanges([...(this.#ranges.get(producer) ?? []), ...ranges]));
  }

  async read(producer: string): Promise<readonly SequenceRange[]> {
    return this.#ranges.get(producer) ?? [];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #matching(filter: EventFilter): WideEvent[] {
    return [...this.#events.values()].filter(event => matches(event, filter));
  }
}

/** Whether the event meets every condition. The meaning of a filter, for stores that cannot say it in their own way. */
export function matches(event: WideEvent, filter: EventFilter): boolean {
  const { fromMs = -Infinity, untilMs = Infinity, errorCode, hasError } = filter;
  const equal = ['kind', 'outcome', 'route', 'requestId', 'traceId', 'sessionId', 'tenant', 'provider'] as const;
  return (
    event.atMs >= fromMs &&
    event.atMs < untilMs &&
    equal.every(name => filter[name] === undefined || event[name] === filter[name]) &&
    (errorCode === undefined || event.error?.code === errorCode) &&
    (hasError === undefined || (event.error !== undefined) === hasError)
  );
}

function valueOf(event: WideEvent, field: CountField): string | null {
  switch (field) {
    case 'errorCode':
      return event.error?.code ?? null;
    case 'sampleRule':
      return event.sample.rule;
    default:
      return event[field] ?? null;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
