import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EventEmitter } from '@naru/events';
import { spanOfEvent } from './span-of-event.ts';

export interface TraceExporterOptions {
  /** Of the collector, such as `http://host:4318`; traces go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly instance: string;
  readonly version: string;
}

/** Takes events as they are told, and gives the collector their spans. */
export interface TraceExporter extends EventEmitter, AsyncDisposable {}

const EXPORT_MS = 5_000;

/**
 * Traces over OTLP, in batches, beside everything else: a collector that is away costs spans and nothing more. Loaded
 * only where an endpoint is set.
 */
export function createTraceExporter({ endpoint, instance, version }: TraceExporterOptions): TraceExporter {
  const url = new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href;
  const processor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS }) });
  const resource = resourceFromAttributes({
    'service.name': 'naru',
    'service.version': version,
    'service.instance.id': instance,
  });
  const whole = {
    resource,
    instrumentationScope: { name: '@naru/server', version },
    links: [],
    events: [],
    ended: true,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } satisfies Partial<ReadableSpan>;

  return {
    emit(draft) {
      const span = spanOfEvent(draft);
      if (span) processor.onEnd({ ...whole, ...span });
    },
    [Symbol.asyncDispose]: () => processor.shutdown().catch(() => {}),
  };
}
