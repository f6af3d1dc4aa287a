import type { EncodedEvent } from '../event/encoded-event.ts';
import { eventIdOf } from '../event/event-id.ts';
import type { EventDraft, WideEvent } from '../event/wide-event.ts';

export const AN_INSTANT_MS = 1_763_640_000_000;

/** What a finished request would tell, with whatever matters to the test in its place. */
export function aDraft(overrides: Partial<EventDraft> = {}): EventDraft {
  return {
    kind: 'http-request',
    route: '/v1/chat/stream',
    requestId: 'request-1',
    outcome: 'ok',
    status: 200,
    startedAtMs: AN_INSTANT_MS,
    durationMs: 120,
    ...overrides,
  };
}

/** A failed one. */
export function aFailedDraft(overrides: Partial<EventDraft> = {}): EventDraft {
  return aDraft({
    outcome: 'failed',
    status: 502,
    error: { code: 'NARU_ALL_PROVIDERS_FAILED', class: 'server' },
    ...overrides,
  });
}

/** A stored event. Events of different sequence have different ids and instants of one millisecond apart. */
export function anEvent(overrides: Partial<WideEvent> = {}): WideEvent {
  const sequence = overrides.sequence ?? 1;
  const producer = overrides.producer ?? '00000001';
  const atMs = overrides.atMs ?? AN_INSTANT_MS + sequence;
  return {
    ...aDraft({ requestId: `request-${sequence}`, startedAtMs: atMs - 120 }),
    schema: 1,
    eventId: eventIdOf(atMs, producer, sequence),
    producer,
    sequence,
    atMs,
    instance: 'instance-1',
    version: '0.1.0',
    sample: { kept: true, rule: 'share', rate: 1 },
    ...overrides,
  };
}

/** The same on its way. */
export function anEncodedEvent(overrides: Partial<WideEvent> = {}): EncodedEvent {
  const event = anEvent(overrides);
  const { eventId, requestId, producer, vitalSequence, atMs } = event;
  return { eventId, requestId, producer, vitalSequence, atMs, text: JSON.stringify(event) };
}

/** Events of the sequences from 1 to `count`. */
export function someEvents(count: number, overrides: Partial<WideEvent> = {}): EncodedEvent[] {
  return Array.from({ length: count }, (_, index) => anEncodedEvent({ ...overrides, sequence: index + 1 }));
}
