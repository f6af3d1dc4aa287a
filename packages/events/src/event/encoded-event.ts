import type { WideEvent } from './wide-event.ts';

/**
 * An event on its way: serialised once, at the emission, and carried as that text through ring, journal, queue and
 * spill. Beside the text only what those need on the way.
 */
export interface EncodedEvent {
  readonly eventId: string;
  readonly requestId: string;
  readonly producer: string;
  /** See `WideEvent`; present exactly for vital events. */
  readonly vitalSequence?: number | undefined;
  readonly atMs: number;
  /** The event as JSON, at most 64 KiB of it. */
  readonly text: string;
}

/** Reads what a queue or a file gave back; `undefined` when it is not an event of a version that this code knows. */
export function readEncoded(text: string): EncodedEvent | undefined {
  const event = decodeEvent(text);
  if (!event) return undefined;
  const { eventId, requestId, producer, vitalSequence, atMs } = event;
  return { eventId, requestId, producer, vitalSequence, atMs, text };
}

/**
 * The event behind a text that `encodeEvent` made. Looks at what every reader relies on and no further: whoever takes
 * texts from strangers checks them with `wideEventSchema`.
 */
export function decodeEvent(text: string): WideEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isEvent(value) ? value : undefined;
}

function isEvent(value: unknown): value is WideEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Partial<Record<keyof WideEvent, unknown>>;
  const sample = event.sample as { readonly rule?: unknown; readonly rate?: unknown } | undefined;
  return (
    event.schema === 1 &&
    [event.eventId, event.producer, event.requestId, event.route, event.kind].every(word => typeof word === 'string') &&
    [event.atMs, event.sequence, event.durationMs].every(number => Number.isFinite(number)) &&
    (event.vitalSequence === undefined || Number.isSafeInteger(event.vitalSequence)) &&
    typeof sample?.rate === 'number' &&
    sample.rate > 0 &&
    typeof sample.rule === 'string'
  );
}
