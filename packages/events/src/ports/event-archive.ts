import type { EventKind, EventOutcome, WideEvent } from '../event/wide-event.ts';

/** What can be asked of stored events. A sink that keeps them where they can be found is also an archive. */
export interface EventArchive {
  /** A page of events in the order of their ids, which is the order of time. */
  find(query: EventPageQuery): Promise<readonly WideEvent[]>;

  /** How many there are, by the values of one field; the most frequent first, at most `limit` values. */
  count(query: EventCountQuery): Promise<readonly EventCount[]>;

  /**
   * Forgets events emitted before the instant, at most `limit` of them, so that a long wait does not arise.
   *
   * @returns how many were forgotten
   */
  deleteBefore(atMs: number, limit: number): Promise<number>;
}

/** Every condition given must hold. */
export interface EventFilter {
  /** Emitted at this instant or later. */
  readonly fromMs?: number | undefined;
  /** Emitted before this instant. */
  readonly untilMs?: number | undefined;
  readonly kind?: EventKind | undefined;
  readonly outcome?: EventOutcome | undefined;
  readonly route?: string | undefined;
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly tenant?: string | undefined;
  readonly provider?: string | undefined;
  readonly errorCode?: string | undefined;
  /** Only events with an error, or only those without. */
  readonly hasError?: boolean | undefined;
}

export interface EventPageQuery extends EventFilter {
  readonly order: 'newest-first' | 'oldest-first';
  /** Goes on after the event of this id, in the order asked for. */
  readonly after?: string | undefined;
  /** 1 to `MAX_PAGE`. */
  readonly limit: number;
}

export const MAX_PAGE = 1_000;

/** Fields by which events can be counted. */
export const COUNT_FIELDS = ['kind', 'route', 'outcome', 'provider', 'tenant', 'errorCode', 'sampleRule'] as const;
export type CountField = (typeof COUNT_FIELDS)[number];

export interface EventCountQuery extends EventFilter {
  readonly by: CountField;
  readonly limit: number;
}

export interface EventCount {
  /** `null` counts the events that lack the field. */
  readonly value: string | null;
  readonly events: number;
  /** How many units of work they stand for: the sum of `1 / rate`. */
  readonly weighted: number;
}
