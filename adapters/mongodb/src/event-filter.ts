import type { CountField, EventFilter } from '@naru/events';
import type { Filter } from 'mongodb';
import type { EventDocument } from './event-document.ts';

const EQUAL = ['kind', 'outcome', 'route', 'requestId', 'traceId', 'sessionId', 'tenant', 'provider'] as const;

/** A filter in MongoDB's words. Every value from outside stands behind an operator, so that none is read as one. */
export function toMongodbFilter(filter: EventFilter): Filter<EventDocument> {
  const { fromMs, untilMs, errorCode, hasError } = filter;
  const conditions: Filter<EventDocument>[] = [];
  if (fromMs !== undefined) conditions.push({ atMs: { $gte: fromMs } });
  if (untilMs !== undefined) conditions.push({ atMs: { $lt: untilMs } });
  for (const name of EQUAL) {
    const value = filter[name];
    if (value !== undefined) conditions.push({ [name]: { $eq: value } });
  }
  if (errorCode !== undefined) conditions.push({ 'error.code': { $eq: errorCode } });
  if (hasError !== undefined) conditions.push({ 'error.code': { $exists: hasError } });
  return conditions.length === 0 ? {} : { $and: conditions };
}

/** Where the value stands by which events are counted. */
export function pathOf(field: CountField): string {
  if (field === 'errorCode') return '$error.code';
  return field === 'sampleRule' ? '$sample.rule' : `$${field}`;
}
