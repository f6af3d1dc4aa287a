import { z } from 'zod';

const DAYS = z.number().min(1).max(3_650);

/** What is told of the work done, what of it is kept, and when somebody is woken. */
export const eventsSchema = z.strictObject({
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('Share of ordinary events that is kept; errors, slow and critical work are kept whole'),
  slow_sec: z.number().positive().max(3_600).default(3).describe('Work that took longer is always kept'),
  slow_sec_by_route: z
    .record(z.string().min(1).max(200), z.number().positive().max(3_600))
    .default({})
    .describe('The same for single routes, such as /v1/chat/stream'),
  critical_routes: z
    .array(z.string().min(1).max(200))
    .max(100)
    .default([])
    .describe('More routes whose events are all kept; a * at the end stands for anything'),
  keep_days: DAYS.default(30).describe('How long events are kept'),
  queue: z
    .enum(['auto', 'memory', 'redis', 'kafka'])
    .default('auto')
    .describe(
      'What carries events to their store; auto: Kafka where KAFKA_BROKERS is set, Redis where REDIS_URL and MONGODB_URL are, else memory',
    ),
});
