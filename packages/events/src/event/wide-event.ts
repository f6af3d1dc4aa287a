import type { EventFields } from './field-names.ts';

/** Rises when a reader of the old shape would misread the new one. A new optional field is no such change. */
export const EVENT_SCHEMA_VERSION = 1;

/** Units of work that emit an event, and what the pipeline says about itself. */
export const EVENT_KINDS = [
  'http-request',
  'chat-turn',
  'model-attempt',
  'decision',
  'tool-call',
  'send',
  'hold',
  'payment',
  'override',
  'rollback',
  'security',
  'health',
  'pipeline',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** `refused`: said no on purpose; `cancelled`: whoever asked left. */
export const EVENT_OUTCOMES = ['ok', 'refused', 'failed', 'cancelled'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** Why an event was kept, in the order in which the rules are asked. */
export const SAMPLE_RULES = ['error', 'critical', 'failed-over', 'shaped', 'slow', 'share'] as const;
export type SampleRule = (typeof SAMPLE_RULES)[number];

export interface EventError {
  /** A stable code, such as `NARU_MODEL_FAILED`. */
  readonly code: string;
  /** The outcome class or the family of the error, such as `timeout_first_token`. */
  readonly class: string;
  /** Our own innermost frames, `file:function` without line numbers, at most three. */
  readonly frames?: readonly string[] | undefined;
  /** A sentence of our own; ids, numbers and quotations are taken out before it is stored. */
  readonly message?: string | undefined;
}

export interface EventTokens {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number | undefined;
  readonly reasoning?: number | undefined;
}

export interface EventDecision {
  readonly id: string;
  /** The router's reason code. */
  readonly reason: string;
  readonly failedOver?: boolean | undefined;
  /** An operator, a budget, a canary or a state out of the ordinary had a part in it. */
  readonly shaped?: boolean | undefined;
  /** No provider answered, or only a human was left. */
  readonly exhausted?: boolean | undefined;
  /** Providers that would have come first, but for their cooling or circuit; an operator's block is none. */
  readonly passedOver?: readonly string[] | undefined;
}

/** What a unit of work knows about itself at its end. Ids and lengths only; never anybody's words. */
export interface EventDraft {
  readonly kind: EventKind;
  /** The route's template (`/v1/chat/:id`), never a path with ids in it; for other work its name (`tool/order-status`). */
  readonly route: string;
  readonly requestId: string;
  readonly traceId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly outcome: EventOutcome;
  /** The HTTP status, or the one that an HTTP answer would have had. */
  readonly status?: number | undefined;
  /** Wall clock. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly error?: EventError | undefined;
  readonly tenant?: string | undefined;
  readonly assistant?: string | undefined;
  readonly intent?: string | undefined;
  readonly provider?: string | undefined;
  readonly attempts?: number | undefined;
  readonly tokens?: EventTokens | undefined;
  /** Millionths of the currency of the ledger. */
  readonly costMicros?: number | undefined;
  readonly cacheHit?: boolean | undefined;
  readonly decision?: EventDecision | undefined;
  readonly fields?: EventFields | undefined;
}

export interface Sample {
  readonly kept: true;
  readonly rule: SampleRule;
  /** The share of such events that are kept: an event stands for `1 / rate` of them. */
  readonly rate: number;
}

/** One unit of work, as it is stored. */
export interface WideEvent extends EventDraft {
  readonly schema: typeof EVENT_SCHEMA_VERSION;
  /** Sorts by time; unique by producer and sequence. */
  readonly eventId: string;
  /** The run of a process that emitted it. */
  readonly producer: string;
  /** From 1, within the producer. */
  readonly sequence: number;
  /** From 1, within the producer's vital events, without gaps; missing for ordinary events, which may be lost. */
  readonly vitalSequence?: number | undefined;
  /** Wall clock at the emission, which is the end of the work. */
  readonly atMs: number;
  readonly instance: string;
  readonly version: string;
  readonly sample: Sample;
  /** How many values were left out or shortened; missing for none. */
  readonly cut?: number | undefined;
}

/** Whether the event may never be dropped: what went wrong, what cost or promised something, what was overridden. */
export function isVital({ rule }: Pick<Sample, 'rule'>): boolean {
  return rule === 'error' || rule === 'critical' || rule === 'failed-over';
}
