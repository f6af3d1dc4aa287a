import { AISDKError, APICallError } from '@ai-sdk/provider';
import { classifyStatus, retryAfterMs, type FailureKind, type ModelErrorOptions } from '@naru/language-model';

export interface Failure extends Pick<ModelErrorOptions, 'detail' | 'status' | 'retryAfterMs' | 'dispatched'> {
  readonly kind: FailureKind;
}

/** By the names of the AI SDK's errors that are no answer to a request. */
const BY_NAME: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['AI_LoadAPIKeyError', { kind: 'auth', detail: 'no API key', dispatched: false }],
  ['AI_LoadSettingError', { kind: 'auth', detail: 'a missing setting', dispatched: false }],
  ['AI_NoSuchModelError', { kind: 'not_found', detail: 'no such model', dispatched: false }],
  ['AI_InvalidPromptError', { kind: 'bad_request', detail: 'a prompt that the model cannot take', dispatched: false }],
  [
    'AI_InvalidArgumentError',
    { kind: 'bad_request', detail: 'a setting that the model cannot take', dispatched: false },
  ],
  ['AI_UnsupportedFunctionalityError', { kind: 'bad_request', detail: 'what the model cannot do', dispatched: false }],
  ['AI_EmptyResponseBodyError', { kind: 'empty', detail: 'an empty body' }],
  ['AI_NoContentGeneratedError', { kind: 'empty', detail: 'no content' }],
  ['AI_InvalidResponseDataError', { kind: 'server', detail: 'a body that is not an answer' }],
  ['AI_JSONParseError', { kind: 'server', detail: 'a body that is not an answer' }],
  ['AI_TypeValidationError', { kind: 'server', detail: 'a body that is not an answer' }],
  ['TimeoutError', { kind: 'timeout_total', detail: 'a timer of the package' }],
]);

/** The vendors' codes and sentences for what a status alone does not say. */
const QUOTA = /insufficient_quota|credit balance is too low|quota exceeded for/i;
const TOO_LONG =
  /context_length_exceeded|prompt is too long|input is too long|maximum context length|context (?:window|limit) exceed|exceeds? (?:the )?(?:model'?s )?(?:maximum )?context/i;
const FILTERED = /content_filter|content filtering policy|content_policy_violation|"SAFETY"/;
const MAX_READ_CHARACTERS = 4_000;

/** What an error thrown by a model, or given in its stream, means. `unknown` for one that says nothing we know. */
export function classifyAiSdkError(error: unknown, unknown: FailureKind, nowMs: number): Failure {
  if (APICallError.isInstance(error)) return classifyCall(error, unknown, nowMs);
  const name = error instanceof Error ? error.name : '';
  const known = BY_NAME.get(name);
  if (known) return known;
  if (AISDKError.isInstance(error)) return { kind: unknown, detail: 'an error of the AI SDK' };
  const code = networkCode(error);
  return code === undefined ? { kind: unknown, detail: 'an error of the package' } : { kind: 'network', detail: code };
}

function classifyCall(
  { statusCode, responseBody, responseHeaders = {}, cause }: APICallError,
  unknown: FailureKind,
  nowMs: number,
): Failure {
  if (statusCode === undefined) return { kind: 'network', detail: networkCode(cause) ?? 'no answer' };
  const headers = new Map(Object.entries(responseHeaders).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    kind:
      kindByBody(statusCode, responseBody ?? '') ??
      (statusCode < 300 ? unreadable(unknown) : classifyStatus(statusCode)),
    status: statusCode,
    detail: `status ${statusCode}`,
    retryAfterMs: retryAfterMs(name => headers.get(name), nowMs),
  };
}

/** A good status with a body that the package could not read; inside a stream it is what the stream's error is. */
function unreadable(unknown: FailureKind): FailureKind {
  return unknown === 'stream_error' ? 'stream_error' : 'server';
}

function kindByBody(status: number, body: string): FailureKind | undefined {
  const isCallersFault = status >= 400 && status < 500;
  if (!isCallersFault || body === '') return undefined;
  const read = body.slice(0, MAX_READ_CHARACTERS);
  if (QUOTA.test(read)) return 'quota';
  if (status === 401 || status === 403 || status === 429) return undefined;
  if (TOO_LONG.test(read)) return 'context_length';
  return FILTERED.test(read) ? 'content_filter' : undefined;
}

const MAX_CAUSES = 4;

/** The operating system's or the HTTP client's code, wherever in the chain of causes it stands. */
function networkCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    const code = 'code' in current ? current.code : undefined;
    if (typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_[A-Z_]{1,40})$/.test(code)) return code;
    current = current.cause;
  }
  return error instanceof TypeError && error.message === 'fetch failed' ? 'no answer' : undefined;
}
