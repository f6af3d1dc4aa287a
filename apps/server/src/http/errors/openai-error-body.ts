import type { ProblemCode, RequestProblem } from './problem.ts';

/** What OpenAI's API says of an error, so that its official clients raise the class that their users expect. */
export interface OpenaiErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

const TYPES: Readonly<Partial<Record<ProblemCode, string>>> = {
  unauthenticated: 'authentication_error',
  forbidden: 'permission_error',
  origin_denied: 'permission_error',
  rate_limited: 'rate_limit_error',
  internal: 'server_error',
  stopping: 'server_error',
};

const CODES: Readonly<Partial<Record<ProblemCode, string>>> = {
  unauthenticated: 'invalid_api_key',
  rate_limited: 'rate_limit_exceeded',
};

export function openaiErrorBody(problem: RequestProblem): OpenaiErrorBody {
  return openaiError(TYPES[problem.code] ?? 'invalid_request_error', {
    message: problem.message,
    param: problem.field,
    code: CODES[problem.code] ?? problem.code,
  });
}

export function openaiError(
  type: string,
  { message, param, code }: { readonly message: string; readonly param?: string | undefined; readonly code?: string },
): OpenaiErrorBody {
  return { error: { message, type, param: param || null, code: code ?? null } };
}
