import type { Registry } from 'prom-client';
import { z } from 'zod';
import type { Http } from '../http.ts';
import { internalErrorSchema } from '../errors/internal-error-body.ts';

/** `GET /metrics`, in Prometheus' text form. */
export function addMetricsRoutes(http: Http, registry: Registry): void {
  const response = { 200: z.string(), '4xx': internalErrorSchema };
  const schema = { tags: ['operators'], summary: "Metrics in Prometheus' text form", response };
  http.get('/metrics', { config: { access: 'viewer' }, schema }, async (_request, reply) => {
    const text = await registry.metrics();
    // Already text: not to be written as a JSON string.
    return reply.type(registry.contentType).serializer(String).send(text);
  });
}
