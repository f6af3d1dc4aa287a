import {
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Attributes,
  type HrTime,
  type SpanContext,
} from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EventDraft } from '@naru/events';
import { sha256Hex } from '@naru/kernel';

type SpanShape = Pick<
  ReadableSpan,
  'name' | 'kind' | 'spanContext' | 'parentSpanContext' | 'startTime' | 'endTime' | 'duration' | 'status' | 'attributes'
>;

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

/**
 * The span of one unit of work, made when it has ended, out of what its event tells: names and attributes by
 * OpenTelemetry's conventions for HTTP and generative AI. The request's span is the parent of all others; ids are made
 * of our own, so that each finds its parent without either having been carried along.
 *
 * @returns `undefined` for work without a trace
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
export function spanOfEvent(event: EventDraft): SpanShape | undefined {
  const { traceId, kind, error } = event;
  if (traceId === undefined || !TRACE_ID.test(traceId)) return undefined;
  const contextOf = (part: string): SpanContext => ({
    traceId,
    spanId: sha256Hex(part).slice(0, 16),
    traceFlags: TraceFlags.SAMPLED,
  });
  const request = contextOf(`http-request ${event.requestId}`);
  const isRequest = kind === 'http-request';
  const own = isRequest ? request : contextOf(`${kind} ${workIdOf(event)}`);
  return {
    name: nameOf(event),
    kind: isRequest ? SpanKind.SERVER : kind === 'model-attempt' ? SpanKind.CLIENT : SpanKind.INTERNAL,
    spanContext: () => own,
    ...(isRequest ? {} : { parentSpanContext: request }),
    startTime: toHrTime(event.startedAtMs),
    endTime: toHrTime(event.startedAtMs + event.durationMs),
    duration: toHrTime(event.durationMs),
    status: error ? { code: SpanStatusCode.ERROR, message: error.code } : { code: SpanStatusCode.UNSET },
    attributes: withoutMissing(attributesOf(event)),
  };
}

function workIdOf({ fields, decision, requestId, route, startedAtMs }: EventDraft): string {
  return (
    fields?.['router.attempt_id'] ??
    fields?.['tool.call_key'] ??
    fields?.['chat.turn_id'] ??
    decision?.id ??
    `${requestId} ${route} ${startedAtMs}`
  );
}

function nameOf({ kind, route, assistant, provider, fields }: EventDraft): string {
  switch (kind) {
    case 'http-request':
      return `${fields?.['http.request.method'] ?? 'HTTP'} ${route}`;
    case 'chat-turn':
      return `invoke_agent ${assistant ?? 'unknown'}`;
    case 'model-attempt':
      return `chat ${fields?.['gen_ai.request.model'] ?? provider ?? 'unknown'}`;
    case 'tool-call':
      return `execute_tool ${fields?.['tool.name'] ?? 'unknown'}`;
    default:
      return route;
  }
}

function attributesOf(event: EventDraft): Readonly<Record<string, Attributes[string] | undefined>> {
  const { kind, route, status, error, assistant, sessionId, intent, provider, tokens, decision, fields } = event;
  const isRequest = kind === 'http-request';
  return {
    'error.type': error?.class,
    'http.request.method': fields?.['http.request.method'],
    'http.route': isRequest ? route : undefined,
    'http.response.status_code': status,
    'gen_ai.operation.name': kind === 'chat-turn' ? 'invoke_agent' : fields?.['gen_ai.operation.name'],
    'gen_ai.agent.name': assistant,
    'gen_ai.conversation.id': sessionId,
    'gen_ai.provider.name': provider,
    'gen_ai.response.model': fields?.['gen_ai.response.model'],
    'gen_ai.usage.input_tokens': tokens?.input,
    'gen_ai.usage.output_tokens': tokens?.output,
    'gen_ai.tool.name': fields?.['tool.name'],
    'naru.intent': intent,
    'naru.outcome': event.outcome,
    'naru.attempts': event.attempts,
    'naru.cost_micros': event.costMicros,
    'naru.decision.reason': decision?.reason,
    'naru.decision.failed_over': decision?.failedOver,
  };
}

function withoutMissing(attributes: Readonly<Record<string, Attributes[string] | undefined>>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}
