import { z } from 'zod';
import type { Http } from '../http.ts';

/** One thing that must work before the server takes requests. */
export interface ReadinessCheck {
  readonly name: string;
  /** `undefined` when all is well, else why not, in a word or two that anybody may read. */
  check(): Promise<string | undefined>;
  /** `false`: requests are well served without it; it is told and nothing else. Default true. */
  readonly isVital?: boolean;
}

const readinessSchema = z.object({
  status: z.enum(['ready', 'not_ready']),
  reasons: z.array(z.object({ name: z.string(), reason: z.string() })),
});

const CHECK_MS = 1_000;

/** `/livez`: the process answers. `/readyz`: it should be sent requests, or why not. With status `ready`, reasons say what is degraded. */
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
    const failed = (await Promise.all(checks.map(runCheck))).filter(outcome => outcome !== undefined);
    const reasons = failed.map(({ name, reason }) => ({ name, reason }));
    reply.header('cache-control', 'no-store');
    if (!failed.some(({ isVital }) => isVital)) return reply.send({ status: 'ready', reasons });
    return reply.code(503).send({ status: 'not_ready', reasons });
  });
}

interface FailedCheck {
  readonly name: string;
  readonly reason: string;
  readonly isVital: boolean;
}

async function runCheck({ name, check, isVital = true }: ReadinessCheck): Promise<FailedCheck | undefined> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve('no answer in time'), CHECK_MS);
  try {
    const reason = await Promise.race([promise, check()]);
    return reason === undefined ? undefined : { name, reason, isVital };
  } catch {
    return { name, reason: 'failed', isVital };
  } finally {
    clearTimeout(timer);
  }
}
