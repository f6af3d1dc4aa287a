import { classifyStatus, type FailureKind } from '@naru/language-model';
import type { Failure } from '../http/failure.ts';
import { isRecord } from '../http/json-body.ts';

/** What codes and types mean, whatever status they come with. Azure, vLLM, llama.cpp and OpenRouter use some. */
const BY_CODE: ReadonlyMap<string, FailureKind> = new Map([
  ['context_length_exceeded', 'context_length'],
  ['exceed_context_size_error', 'context_length'],
  ['string_above_max_length', 'context_length'],
  ['content_filter', 'content_filter'],
  ['content_policy_violation', 'content_filter'],
  ['responsibleaipolicyviolation', 'content_filter'],
  ['insufficient_quota', 'quota'],
  ['billing_hard_limit_reached', 'quota'],
  ['billing_not_active', 'quota'],
  ['rate_limit_exceeded', 'rate_limited'],
  ['rate_limit_error', 'rate_limited'],
  ['invalid_api_key', 'auth'],
  ['account_deactivated', 'auth'],
  ['model_not_found', 'not_found'],
]);

/** Sentences by which servers without codes say that a prompt is too long. */
const TOO_LONG =
  /maximum context length|context (?:length|window|size) (?:is )?exceed|exceeds? (?:the )?(?:available |model'?s )?context/i;
const MAX_READ_CHARACTERS = 2_000;

/** What a refused request means. The body makes a 4xx finer and leaves a 5xx alone. */
export function classifyOpenaiError(status: number, body: unknown): Failure {
  const byStatus = classifyStatus(status);
  if (status < 400 || status >= 500) return { kind: byStatus };
  return { kind: kindOfError(errorOf(body)) ?? byStatus };
}

/** What an error object inside a 200 answer means; `unknown` for one that says nothing we know. */
export function classifyOpenaiInBand(error: unknown, unknown: FailureKind): Failure {
  const known = kindOfError(isRecord(error) ? error : { message: error });
  if (known) return { kind: known, detail: 'an error object inside the answer' };
  const status = isRecord(error) ? Number(error['code'] ?? error['status']) : NaN;
  const isCallerOrQuota = Number.isInteger(status) && status >= 400 && status < 500;
  return { kind: isCallerOrQuota ? classifyStatus(status) : unknown, detail: 'an error object inside the answer' };
}

function errorOf(body: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(body)) return {};
  return isRecord(body['error']) ? body['error'] : { ...body, message: body['error'] ?? body['message'] };
}

function kindOfError(error: Readonly<Record<string, unknown>>): FailureKind | undefined {
  const inner = isRecord(error['innererror']) ? error['innererror']['code'] : undefined;
  for (const code of [inner, error['code'], error['type']]) {
    const kind = typeof code === 'string' ? BY_CODE.get(code.toLowerCase()) : undefined;
    if (kind) return kind;
  }
  const message = typeof error['message'] === 'string' ? error['message'].slice(0, MAX_READ_CHARACTERS) : '';
  return TOO_LONG.test(message) ? 'context_length' : undefined;
}
