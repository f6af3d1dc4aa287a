import { EVENT_LIMITS, REDACTED, ValueCleaner } from './clean-value.ts';
import type { EncodedEvent } from './encoded-event.ts';
import { eventIdOf } from './event-id.ts';
import { EVENT_KINDS, EVENT_OUTCOMES, EVENT_SCHEMA_VERSION, type EventDraft, type Sample } from './wide-event.ts';

/** What the pipeline knows of an event beside what the work itself told. */
export interface EventStamp {
  readonly producer: string;
  readonly sequence: number;
  readonly vitalSequence: number | undefined;
  readonly atMs: number;
  readonly instance: string;
  readonly version: string;
  readonly sample: Sample;
}

const KINDS: ReadonlySet<unknown> = new Set(EVENT_KINDS);
const OUTCOMES: ReadonlySet<unknown> = new Set(EVENT_OUTCOMES);

/**
 * Serialises an event, once. Fixed fields and the fields of the table are all that gets through; what is of the wrong
 * kind is left out, what is too large is cut, and `cut` counts both.
 *
 * @throws whatever a getter of the draft throws
 */
export function encodeEvent(draft: EventDraft, stamp: EventStamp): EncodedEvent {
  const { producer, vitalSequence, atMs, sequence } = stamp;
  const eventId = eventIdOf(atMs, producer, sequence);
  const clean = new ValueCleaner();
  const event = stored(draft, stamp, eventId, clean);
  const text = withinBytes(event, clean);
  return { eventId, requestId: event.requestId, producer, vitalSequence, atMs, text };
}

function stored(draft: EventDraft, stamp: EventStamp, eventId: string, clean: ValueCleaner) {
  const { error, tokens, decision } = draft;
  return {
    schema: EVENT_SCHEMA_VERSION,
    eventId,
    producer: stamp.producer,
    sequence: stamp.sequence,
    vitalSequence: stamp.vitalSequence,
    kind: KINDS.has(draft.kind) ? draft.kind : 'pipeline',
    route: clean.word(draft.route) ?? REDACTED,
    requestId: clean.word(draft.requestId) ?? REDACTED,
    traceId: clean.word(draft.traceId),
    sessionId: clean.word(draft.sessionId),
    outcome: OUTCOMES.has(draft.outcome) ? draft.outcome : 'failed',
    status: clean.number(draft.status),
    atMs: stamp.atMs,
    startedAtMs: clean.number(draft.startedAtMs) ?? stamp.atMs,
    durationMs: Math.max(0, clean.number(draft.durationMs) ?? 0),
    error: error
      ? {
          code: clean.word(error.code) ?? 'UNKNOWN',
          class: clean.word(error.class) ?? 'unknown',
          frames: clean.words(error.frames, EVENT_LIMITS.frames),
          message: clean.text(error.message, EVENT_LIMITS.messageLength),
        }
      : undefined,
    tenant: clean.word(draft.tenant),
    assistant: clean.word(draft.assistant),
    intent: clean.word(draft.intent),
    provider: clean.word(draft.provider),
    attempts: clean.number(draft.attempts),
    tokens: tokens
      ? {
          input: clean.number(tokens.input) ?? 0,
          output: clean.number(tokens.output) ?? 0,
          cachedInput: clean.number(tokens.cachedInput),
          reasoning: clean.number(tokens.reasoning),
        }
      : undefined,
    costMicros: clean.number(draft.costMicros),
    cacheHit: clean.boolean(draft.cacheHit),
    decision: decision
      ? {
          id: clean.word(decision.id) ?? REDACTED,
          reason: clean.word(decision.reason) ?? REDACTED,
          failedOver: clean.boolean(decision.failedOver),
          shaped: clean.boolean(decision.shaped),
          exhausted: clean.boolean(decision.exhausted),
          passedOver: clean.words(decision.passedOver, EVENT_LIMITS.passedOver),
        }
      : undefined,
    instance: stamp.instance,
    version: stamp.version,
    sample: stamp.sample,
    fields: clean.fields(draft.fields),
    cut: undefined as number | undefined,
  };
}

function withinBytes(event: ReturnType<typeof stored>, clean: ValueCleaner): string {
  if (clean.cut > 0) event.cut = clean.cut;
  const text = JSON.stringify(event);
  // No UTF-16 unit takes more than three bytes, so most texts need no counting.
  if (text.length * 3 <= EVENT_LIMITS.bytes || utf8Length(text) <= EVENT_LIMITS.bytes) return text;
  // Without its fields an event is a few kilobytes at most.
  return JSON.stringify({ ...event, fields: undefined, cut: clean.cut + 1 });
}

const ENCODER = new TextEncoder();

function utf8Length(text: string): number {
  return ENCODER.encode(text).length;
}
