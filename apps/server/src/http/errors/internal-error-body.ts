import { z } from 'zod';
import type { RequestProblem } from './problem.ts';

/** Errors of internal routes, and of every path that belongs to no other face. */
export const internalErrorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), request_id: z.string(), trace_id: z.string() }),
});

export type InternalErrorBody = z.infer<typeof internalErrorSchema>;

export function internalErrorBody(problem: RequestProblem, requestId: string, traceId: string): InternalErrorBody {
  return {
    error: { code: problem.code, message: problem.message, request_id: requestId, trace_id: traceId },
  };
}
