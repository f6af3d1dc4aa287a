import { overrideRequestSchema, overrideSchema } from '@naru/api-contract';
import type { Clock } from '@naru/kernel';
import type { RouterOverrides } from '@naru/router';
import { z } from 'zod';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { OperatorAuth } from '../plugins/operator.ts';
import { toOverrideBody, toOverrideRequest } from './to-override-body.ts';

export interface OverrideRoutesDeps {
  readonly overrides: RouterOverrides;
  readonly operators: OperatorAuth;
  readonly clock: Clock;
}

const PATH = '/internal/chat/providers/overrides';
const tags = ['operators'];
const errors = { '4xx': internalErrorSchema };
const listSchema = {
  tags,
  summary: 'Overrides that hold',
  response: { 200: z.object({ overrides: z.array(overrideSchema) }), ...errors },
};
const putSchema = {
  tags,
  summary: 'Force, block, drain, canary, cost steering or intent, for a while; takes the place of one for the same',
  body: overrideRequestSchema,
  response: { 200: overrideSchema.extend({ replaced: z.array(z.string()).describe('ids') }), ...errors },
};
const endedSchema = z.object({ ended: z.array(overrideSchema) });
const endSchema = {
  tags,
  summary: 'End an override before its time',
  params: z.object({ id: z.string().min(1).max(100) }),
  response: { 200: endedSchema, ...errors },
};
const endAllSchema = { tags, summary: 'End every override', response: { 200: endedSchema, ...errors } };

/** What operators want for now (R-OPS-1). The token's name is the author. */
export function addOverrideRoutes(http: Http, { overrides, operators, clock }: OverrideRoutesDeps): void {
  http.get(PATH, { config: { access: 'viewer' }, schema: listSchema }, async (_request, reply) => {
    const nowMs = clock.now();
    return reply.send({ overrides: overrides.list().map(override => toOverrideBody(override, nowMs)) });
  });

  http.put(PATH, { config: { access: 'operator' }, schema: putSchema }, async (request, reply) => {
    const { name } = operators.require(request, 'operator');
    const outcome = overrides.put(toOverrideRequest(request.body), name);
    if (outcome.kind === 'refused') throw new RequestProblem('invalid_request', { message: outcome.problem });
    const { override, replaced } = outcome;
    return reply.send({ ...toOverrideBody(override, clock.now()), replaced: replaced.map(({ id }) => id) });
  });

  http.delete(`${PATH}/:id`, { config: { access: 'operator' }, schema: endSchema }, async (request, reply) => {
    const { name } = operators.require(request, 'operator');
    const outcome = overrides.end(request.params.id, name);
    if (outcome.kind === 'not_found') {
      throw new RequestProblem('not_found', { message: 'No override of that id holds; it may have ended already.' });
    }
    return reply.send({ ended: [toOverrideBody(outcome.override, clock.now())] });
  });

  http.delete(PATH, { config: { access: 'operator' }, schema: endAllSchema }, async (request, reply) => {
    const { name } = operators.require(request, 'operator');
    const nowMs = clock.now();
    const ended = overrides.list().flatMap(({ id }) => {
      const outcome = overrides.end(id, name);
      return outcome.kind === 'ended' ? [toOverrideBody(outcome.override, nowMs)] : [];
    });
    return reply.send({ ended });
  });
}
