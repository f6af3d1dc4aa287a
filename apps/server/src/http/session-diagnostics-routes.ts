import { sessionResetSchema, sessionStateSchema, type UnresolvedContextBody } from '@naru/api-contract';
import type { DiagnosticsRequest, SessionDiagnostics, UnresolvedReport } from '@naru/chat';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { internalErrorSchema } from './errors/internal-error-body.ts';
import { RequestProblem, type ProblemCode } from './errors/problem.ts';
import { toProblem } from './errors/to-problem.ts';
import type { Access, Http } from './http.ts';

export interface SessionDiagnosticsRoutes {
  /** Such as `/internal/chat`. */
  readonly root: string;
  readonly access: { readonly state: Access; readonly reset: Access };
  readonly askerOf: (request: FastifyRequest) => Promise<DiagnosticsRequest['asker']>;
  readonly diagnostics: SessionDiagnostics;
}

const REFUSALS = {
  'missing-id': 'missing_session_id',
  'invalid-id': 'invalid_session_id',
  'not-found': 'not_found',
} as const satisfies Record<string, ProblemCode>;

const errors = { '4xx': internalErrorSchema, '5xx': internalErrorSchema };
// Looked at by the use case, which tells a missing id from a bad one.
const anything = z.looseObject({ session_id: z.unknown().optional() });

/** `GET …/session/state` and `POST …/session/reset` (C-SES-2, C-SES-3); the same for operators and customers. */
export function addSessionDiagnosticsRoutes(
  http: Http,
  { root, access, askerOf, diagnostics }: SessionDiagnosticsRoutes,
): void {
  const state = {
    tags: ['sessions'],
    summary: 'What a conversation remembers: answers without support, the unresolved question, what to do now',
    querystring: anything,
    response: { 200: sessionStateSchema, ...errors },
  };
  http.get(`${root}/session/state`, { config: { access: access.state }, schema: state }, async (request, reply) => {
    const asker = await askerOf(request);
    const outcome = await diagnostics.state({ asker, sessionId: request.query.session_id });
    if (outcome.kind !== 'state') throw refusalOf(outcome.kind);
    const { report } = outcome;
    return reply.header('cache-control', 'no-store').send({
      session_id: report.sessionId,
      fallback_count: report.fallbackCount,
      fallback_escalation_threshold: report.escalationThreshold,
      unresolved_context: toUnresolvedBody(report.unresolved),
      recommended_action: report.recommendedAction,
      recommended_message: report.recommendedMessage,
      trace_id: request.traceId,
      request_id: request.id,
    });
  });

  const reset = {
    tags: ['sessions'],
    summary: 'Forget what a conversation remembers beside its messages: counter, unresolved question, tickets',
    body: z.unknown(),
    response: { 200: sessionResetSchema, ...errors },
  };
  const errorHandler = (error: unknown): never => {
    const problem = toProblem(error);
    if (problem.code !== 'invalid_json' && problem.code !== 'unsupported_media_type') throw error;
    diagnostics.countUnreadableReset();
    throw new RequestProblem('invalid_json', { cause: error });
  };
  const options = { config: { access: access.reset }, schema: reset, errorHandler } as const;
  http.post(`${root}/session/reset`, options, async (request, reply) => {
    const asker = await askerOf(request);
    const body = anything.safeParse(request.body ?? {});
    const outcome = await diagnostics.reset({ asker, sessionId: body.data?.session_id });
    if (outcome.kind !== 'reset') throw refusalOf(outcome.kind);
    return reply.header('cache-control', 'no-store').send({
      session_id: outcome.sessionId,
      previous_fallback_count: outcome.previousFallbackCount,
      previous_unresolved_context: toUnresolvedBody(outcome.previousUnresolved),
      trace_id: request.traceId,
      request_id: request.id,
    });
  });
}

function refusalOf(kind: keyof typeof REFUSALS): RequestProblem {
  return new RequestProblem(REFUSALS[kind]);
}

function toUnresolvedBody(unresolved: UnresolvedReport | undefined): UnresolvedContextBody | null {
  if (!unresolved) return null;
  const { reasonCode, reasonMessage, nextAction, traceId, requestId, queryPreview } = unresolved;
  return {
    reason_code: reasonCode,
    reason_message: reasonMessage,
    next_action: nextAction,
    trace_id: traceId,
    request_id: requestId,
    query_preview: queryPreview,
  };
}
