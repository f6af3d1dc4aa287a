import type { FastifyReply, FastifyRequest } from 'fastify';
import { chatErrorBody } from './chat-error-body.ts';
import { errorShapeOf } from './error-shape.ts';
import { internalErrorBody } from './internal-error-body.ts';
import { openaiErrorBody } from './openai-error-body.ts';
import type { RequestProblem } from './problem.ts';

/** Answers a problem in the shape that the callers of this path understand. */
export function answerProblem(request: FastifyRequest, reply: FastifyReply, problem: RequestProblem): FastifyReply {
  reply.code(problem.status).headers(problem.headers).header('cache-control', 'no-store');
  if (problem.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
  // Text, not an object: the route's own response schema does not describe its errors' every field.
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(problemBody(request, problem)));
}

function problemBody(request: FastifyRequest, problem: RequestProblem): object {
  switch (errorShapeOf(request.url)) {
    case 'chat':
      return chatErrorBody(problem, request.traceId);
    case 'openai':
      return openaiErrorBody(problem);
    case 'internal':
      return internalErrorBody(problem, request.id, request.traceId);
  }
}
