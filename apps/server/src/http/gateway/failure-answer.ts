import type { FailureKind, ModelError } from '@naru/language-model';
import { AllProvidersFailedError, CallRefusedError, type Refusal } from '@naru/router';
import { openaiError, type OpenaiErrorBody } from '../errors/openai-error-body.ts';

export interface FailureAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OpenaiErrorBody;
}

interface FailureWords {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  readonly message: string;
}

const ACCOUNT = 'The provider does not accept our account there.';
const BROKEN = 'No provider gave a usable answer.';
const LATE = 'No provider answered in time.';

/** What each way of failing is to an OpenAI client: its error class goes by the status. */
const WORDS: Readonly<Record<FailureKind, FailureWords>> = {
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    message: 'All providers are rate limited.',
  },
  quota: { status: 502, type: 'server_error', code: 'provider_quota', message: ACCOUNT },
  auth: { status: 502, type: 'server_error', code: 'provider_auth', message: ACCOUNT },
  not_found: { status: 502, type: 'server_error', code: 'provider_not_found', message: ACCOUNT },
  server: { status: 502, type: 'server_error', code: 'provider_unavailable', message: BROKEN },
  network: { status: 502, type: 'server_error', code: 'provider_unavailable', message: BROKEN },
  stream_broken: { status: 502, type: 'server_error', code: 'provider_unavailable', message: BROKEN },
  stream_error: { status: 502, type: 'server_error', code: 'provider_unavailable', message: BROKEN },
  empty: { status: 502, type: 'server_error', code: 'provider_unavailable', message: BROKEN },
  timeout_connect: { status: 504, type: 'server_error', code: 'provider_timeout', message: LATE },
  timeout_first_token: { status: 504, type: 'server_error', code: 'provider_timeout', message: LATE },
  timeout_idle: { status: 504, type: 'server_error', code: 'provider_timeout', message: LATE },
  timeout_total: { status: 504, type: 'server_error', code: 'provider_timeout', message: LATE },
  context_length: {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: "The messages and the answer do not fit into any provider's context window.",
  },
  content_filter: {
    status: 400,
    type: 'invalid_request_error',
    code: 'content_filter',
    message: "The provider's content filter refused the request.",
  },
  bad_request: {
    status: 400,
    type: 'invalid_request_error',
    code: 'provider_rejected_request',
    message: 'The provider finds the request itself at fault.',
  },
  cancelled: { status: 503, type: 'server_error', code: 'stopping', message: 'The answer was given up; try again.' },
};

/** Statuses of a provider about the request's own fault that a client knows what to do with. */
const KEPT_STATUSES: ReadonlySet<number> = new Set([400, 409, 413, 415, 422]);

/** How a call that failed is told, before the first byte of an answer or in the middle of one. */
export function failureAnswer(error: ModelError): FailureAnswer {
  if (error instanceof CallRefusedError) return refusalAnswer(error.refusal, error.detail);
  const words = WORDS[error.kind];
  const status = error.kind === 'bad_request' && KEPT_STATUSES.has(error.status ?? 0) ? error.status! : words.status;
  const message = error.detail === undefined ? words.message : `${words.message} (${error.detail})`;
  return {
    status,
    // The official client would try again twice by itself, and everything has been tried.
    headers: { 'x-should-retry': 'false', ...routeHeaders(error), ...retryHeader(error) },
    body: openaiError(words.type, { message, code: words.code }),
  };
}

function routeHeaders(error: ModelError): Record<string, string> {
  if (!(error instanceof AllProvidersFailedError)) return {};
  return {
    'x-naru-provider': error.attempts.at(-1)?.provider ?? 'none',
    'x-naru-attempts': String(error.attempts.length),
    'x-naru-decision': error.reason,
  };
}

function retryHeader({ retryAfterMs, retryable }: ModelError): Record<string, string> {
  return retryable && retryAfterMs !== undefined ? { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } : {};
}

function refusalAnswer(refusal: Refusal, detail = ''): FailureAnswer {
  switch (refusal.code) {
    case 'unknown_model':
      return unknownModel(refusal.known);
    case 'no_capable_provider': {
      const message = `This request cannot be served: ${detail}.`;
      const headers = { 'x-naru-decision': 'no_capable_provider' };
      return { status: 400, headers, body: openaiError('invalid_request_error', { message, code: refusal.code }) };
    }
    case 'budget_exceeded': {
      const message = `The budget ${refusal.budget} is spent.`;
      const headers = { 'x-should-retry': 'false', 'x-naru-decision': 'budget_exceeded' };
      return { status: 402, headers, body: openaiError('insufficient_quota', { message, code: refusal.code }) };
    }
  }
}

/** The name itself is not repeated: it came from outside. */
export function unknownModel(known: readonly string[]): FailureAnswer {
  const message = `There is no model of this name here. Known: ${known.join(', ')}.`;
  const body = openaiError('invalid_request_error', { message, param: 'model', code: 'model_not_found' });
  return { status: 404, headers: {}, body };
}
