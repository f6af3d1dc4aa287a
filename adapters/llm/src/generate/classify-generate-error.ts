import { classifyStatus, FAILURE_KINDS, type FailureKind } from '@naru/language-model';
import type { Failure } from '../http/failure.ts';
import { isRecord } from '../http/json-body.ts';

/** A code may be one of our own kinds, but for what only we can know. */
const OURS: readonly FailureKind[] = FAILURE_KINDS.filter(kind => kind !== 'cancelled' && kind !== 'timeout_connect');
const BY_CODE: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ...OURS.map((kind): [string, FailureKind] => [kind, kind]),
  ['rate_limit', 'rate_limited'],
  ['rate_limit_exceeded', 'rate_limited'],
  ['insufficient_quota', 'quota'],
  ['context_length_exceeded', 'context_length'],
  ['unauthorized', 'auth'],
]);

/** What a refused request means. The body makes a 4xx finer and leaves a 5xx alone. */
export function classifyGenerateError(status: number, body: unknown): Failure {
  const byStatus = classifyStatus(status);
  if (status < 400 || status >= 500) return { kind: byStatus };
  return { kind: kindOf(body) ?? byStatus };
}

/** What an error inside a 200 answer means; `unknown` for one that says nothing we know. */
export function classifyGenerateInBand(error: unknown, unknown: FailureKind): Failure {
  return { kind: kindOf(error) ?? unknown, detail: 'an error inside the answer' };
}

function kindOf(body: unknown): FailureKind | undefined {
  if (!isRecord(body)) return undefined;
  const error = isRecord(body['error']) ? body['error'] : body;
  const code = error['code'] ?? body['error'];
  if (typeof code === 'number') return code >= 400 && code < 500 ? classifyStatus(code) : undefined;
  return typeof code === 'string' ? BY_CODE.get(code.toLowerCase()) : undefined;
}
