import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { RequestProblem, type ProblemCode } from './problem.ts';

// A Map: the codes are Fastify's own, and anything else that was thrown is our fault.
const BY_FASTIFY_CODE: ReadonlyMap<string, ProblemCode> = new Map([
  ['FST_ERR_CTP_INVALID_JSON_BODY', 'invalid_json'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'invalid_json'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'invalid_request'],
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'payload_too_large'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'unsupported_media_type'],
  ['FST_ERR_BAD_URL', 'invalid_request'],
  ['FST_ERR_MAX_PARAM_LENGTH', 'not_found'],
]);

const MAX_NAMED_ISSUES = 5;

/** Turns anything that was thrown on the way through a listener into a problem that may be told. */
export function toProblem(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.slice(0, MAX_NAMED_ISSUES).map(issue => ({
      field: fieldName(issue.instancePath),
      message: issue.message ?? 'not valid',
    }));
    const message = issues.map(({ field, message }) => `${field || error.validationContext}: ${message}`).join('; ');
    return new RequestProblem('invalid_request', { message, field: issues[0]?.field ?? '', cause: error });
  }
  const code = error instanceof Error && 'code' in error ? BY_FASTIFY_CODE.get(String(error.code)) : undefined;
  // secure-json-parse refuses `__proto__` and `constructor.prototype` with a plain SyntaxError of status 400.
  const isBadJson = error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400;
  return new RequestProblem(code ?? (isBadJson ? 'invalid_json' : 'internal'), { cause: error });
}

function fieldName(instancePath: string): string {
  return instancePath.replace(/^\//, '').replaceAll('/', '.').slice(0, 100);
}
