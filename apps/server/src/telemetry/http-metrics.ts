import type { Registry } from 'prom-client';
import type { AnsweredRequest } from '../http/create-listener.ts';
import { ClosedHistogram } from './closed-histogram.ts';

const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Durations of HTTP requests by route pattern; a streamed answer lasts until its last byte. */
export class HttpMetrics {
  readonly #durations: ClosedHistogram<'listener' | 'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.#durations = new ClosedHistogram({
      registry,
      name: 'http_request_duration_seconds',
      help: 'Request received to answer sent, by route pattern.',
      labels: ['listener', 'method', 'route', 'status'],
      buckets: HTTP_SECONDS,
    });
  }

  observe(listener: 'public' | 'internal', { method, route, status, durationMs }: AnsweredRequest): void {
    this.#durations.observeMs(durationMs, listener, METHODS.has(method) ? method : 'other', route, String(status));
  }
}
