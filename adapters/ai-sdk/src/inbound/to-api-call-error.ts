import { APICallError } from '@ai-sdk/provider';
import { ModelError, type FailureKind } from '@naru/language-model';

/** The status that says best what a failure is, where no provider gave one. */
const STATUS: Readonly<Record<FailureKind, number>> = {
  rate_limited: 429,
  quota: 402,
  server: 502,
  timeout_connect: 504,
  timeout_first_token: 504,
  timeout_idle: 504,
  timeout_total: 504,
  network: 502,
  stream_broken: 502,
  stream_error: 502,
  empty: 502,
  auth: 502,
  not_found: 404,
  context_length: 400,
  content_filter: 400,
  bad_request: 400,
  cancelled: 499,
};

/**
 * What went wrong as the AI SDK knows it: an abort as the signal's reason, anything else as an `APICallError` that is
 * not retryable, with `kind`, `attempts` and `decisionId` in `data`. Holds no prompt and no provider's text.
 */
export function toApiCallError(error: unknown, policy: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (!(error instanceof ModelError)) return error;
  const { kind, status = STATUS[kind], retryAfterMs } = error;
  return new APICallError({
    message: error.message,
    url: `naru:${policy}`,
    requestBodyValues: {},
    statusCode: status,
    isRetryable: false,
    ...(retryAfterMs === undefined ? {} : { responseHeaders: { 'retry-after-ms': String(retryAfterMs) } }),
    cause: error,
    data: { kind, code: error.code, ...factsOf(error) },
  });
}

/** What a router's error adds; looked at by shape, because any model may stand here. */
function factsOf(error: object) {
  return {
    ...('attempts' in error && Array.isArray(error.attempts) ? { attempts: error.attempts } : {}),
    ...('decisionId' in error && typeof error.decisionId === 'string' ? { decisionId: error.decisionId } : {}),
  };
}
