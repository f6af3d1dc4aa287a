import { COUNT_FIELDS, EVENT_KINDS, EVENT_OUTCOMES, type EventArchive } from '@naru/events';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import type { Http } from '../http.ts';

export interface EventRoutesDeps {
  readonly eventArchive: EventArchive;
}

const tags = ['operators'];
const word = z.string().min(1).max(256).optional();
const filter = {
  since: z.iso.datetime({ offset: true }).optional().describe('emitted from that instant on'),
  until: z.iso.datetime({ offset: true }).optional().describe('emitted before that instant'),
  kind: z.enum(EVENT_KINDS).optional(),
  outcome: z.enum(EVENT_OUTCOMES).optional(),
  route: word.describe('the template, such as /v1/chat/:id'),
  request_id: word,
  trace_id: word,
  session_id: word,
  tenant: word,
  provider: word,
  error_code: word,
  has_error: z.stringbool().optional(),
};
const pageQuery = z.object({
  ...filter,
  order: z.enum(['newest-first', 'oldest-first']).default('newest-first'),
  after: word.describe('the id of the last event of the page before'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
const pageSchema = {
  tags,
  summary: 'Wide events: what happened, one for each unit of work',
  querystring: pageQuery,
  response: {
    200: z.object({ events: z.array(z.looseObject({ eventId: z.string(), kind: z.enum(EVENT_KINDS) })) }),
    '4xx': internalErrorSchema,
  },
};
const countSchema = {
  tags,
  summary: 'How many events there are by one field, and for how much work they stand',
  querystring: z.object({
    ...filter,
    by: z.enum(COUNT_FIELDS),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  response: {
    200: z.object({
      counts: z.array(z.object({ value: z.string().nullable(), events: z.number(), weighted: z.number() })),
    }),
    '4xx': internalErrorSchema,
  },
};

/** `GET /internal/events` and `GET /internal/events/counts`. */
export function addEventRoutes(http: Http, { eventArchive }: EventRoutesDeps): void {
  http.get('/internal/events', { config: { access: 'viewer' }, schema: pageSchema }, async (request, reply) => {
    const { order, after, limit, ...given } = request.query;
    const events = await eventArchive.find({ order, after, limit, ...toFilter(given) });
    return reply.header('cache-control', 'no-store').send({ events: events.map(event => ({ ...event })) });
  });
  http.get('/internal/events/counts', { config: { access: 'viewer' }, schema: countSchema }, async (request, reply) => {
    const { by, limit, ...given } = request.query;
    const counts = await eventArchive.count({ by, limit, ...toFilter(given) });
    return reply.header('cache-control', 'no-store').send({ counts: [...counts] });
  });
}

type Given = Omit<z.infer<typeof pageQuery>, 'order' | 'after' | 'limit'>;

function toFilter(given: Given) {
  const { since, until, request_id, trace_id, session_id, error_code, has_error, ...same } = given;
  return {
    ...same,
    fromMs: since === undefined ? undefined : Date.parse(since),
    untilMs: until === undefined ? undefined : Date.parse(until),
    requestId: request_id,
    traceId: trace_id,
    sessionId: session_id,
    errorCode: error_code,
    hasError: has_error,
  };
}
