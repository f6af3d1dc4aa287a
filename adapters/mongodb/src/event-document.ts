import type { WideEvent } from '@naru/events';

/** A field of the event's own kind. As a list of pairs, since their names hold dots, which a path would read apart. */
interface NamedField {
  readonly name: string;
  readonly value: unknown;
}

/** An event as it is stored: its id is the document's, and its instant also a date, by which it expires. */
export interface EventDocument extends Omit<WideEvent, 'eventId' | 'fields'> {
  readonly _id: string;
  readonly at: Date;
  readonly fields?: readonly NamedField[];
}

export function toEventDocument({ eventId, fields, ...event }: WideEvent): EventDocument {
  const document = { ...event, _id: eventId, at: new Date(event.atMs) };
  if (fields === undefined) return document;
  return { ...document, fields: Object.entries(fields).map(([name, value]) => ({ name, value })) };
}

export function fromEventDocument({ _id, at: _at, fields, ...event }: EventDocument): WideEvent {
  const whole = { ...event, eventId: _id };
  if (fields === undefined) return whole;
  return { ...whole, fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])) };
}
