import { classifyStatus, type FailureKind } from '@naru/language-model';
import type { Failure } from '../http/failure.ts';
import { isRecord } from '../http/json-body.ts';

const BY_TYPE: ReadonlyMap<string, FailureKind> = new Map([
  ['rate_limit_error', 'rate_limited'],
  ['billing_error', 'quota'],
  ['authentication_error', 'auth'],
  ['permission_error', 'auth'],
  ['not_found_error', 'not_found'],
]);

/** Anthropic has no code for these; its sentences are all there is. */
const TOO_LONG =
  /prompt is too long|exceeds? (?:the )?(?:model'?s )?(?:maximum )?context|context (?:limit|window) exceed/i;
const NO_CREDIT = /credit balance is too low/i;
const FILTERED = /content filtering policy/i;
const MAX_READ_CHARACTERS = 2_000;

/** What a refused request means. The body makes a 4xx finer and leaves a 5xx alone. */
export function classifyAnthropicError(status: number, body: unknown): Failure {
  const byStatus = classifyStatus(status);
  if (status < 400 || status >= 500) return { kind: byStatus };
  const error = isRecord(body) ? body['error'] : undefined;
  return { kind: kindByMessage(error) ?? byStatus };
}

/** What an error object inside a 200 answer means; `unknown` for one that says nothing we know. */
export function classifyAnthropicInBand(error: unknown, unknown: FailureKind): Failure {
  const type = isRecord(error) && typeof error['type'] === 'string' ? error['type'] : '';
  const kind = kindByMessage(error) ?? BY_TYPE.get(type) ?? unknown;
  return { kind, detail: 'an error object inside the answer' };
}

function kindByMessage(error: unknown): FailureKind | undefined {
  const message = isRecord(error) && typeof error['message'] === 'string' ? error['message'] : '';
  const read = message.slice(0, MAX_READ_CHARACTERS);
  if (TOO_LONG.test(read)) return 'context_length';
  if (NO_CREDIT.test(read)) return 'quota';
  return FILTERED.test(read) ? 'content_filter' : undefined;
}
