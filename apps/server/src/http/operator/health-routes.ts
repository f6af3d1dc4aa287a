import { z } from 'zod';
import type { Http } from '../http.ts';

/** One thing that must work before the server takes requests. */
export interface ReadinessCheck {
  readonly name: string;
  /** `undefined` when all is well, else why not, in a word or two that anybody may read. */
  check(): Promise<string | undefined>;
}

const readinessSchema = z.object({
  status: z.enum(['ready', 'not_ready']),
  reasons: z.array(z.object({ name: z.string(), reason: z.string() })),
});

const CHECK_MS = 1_000;

/** `/livez`: the process answers. `/readyz`: it should be sent requests, or why not. */
export function addHealthRoutes(http: Http, checks: readonly ReadinessCheck[]): void {
  const config = { access: 'open', isUnlimited: true } as const;
  const tags = ['health'];

  http.get(
    '/livez',
    { config, schema: { tags, summary: 'Alive', response: { 200: z.object({ status: z.literal('alive') }) } } },
    () => ({ status: 'alive' as const }),
  );

  const response = { 200: readinessSchema, 503: readinessSchema };
  http.get('/readyz', { config, schema: { tags, summary: 'Ready', response } }, async (_request, reply) => {
    const reasons = (await Promise.all(checks.map(runCheck))).filter(reason => reason !== undefined);
    reply.header('cache-control', 'no-store');
    if (reasons.length === 0) return reply.send({ status: 'ready', reasons: [] });
    return reply.code(503).send({ status: 'not_ready', reasons });
  });
}

async function runCheck({ name, check }: ReadinessCheck): Promise<{ name: string; reason: string } | undefined> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve('no answer in time'), CHECK_MS);
  try {
    const reason = await Promise.race([promise, check()]);
    return reason === undefined ? undefined : { name, reason };
  } catch {
    return { name, reason: 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
