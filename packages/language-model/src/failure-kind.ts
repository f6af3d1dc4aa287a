/** Every way in which a model call can end other than well: the outcome classes without `ok`. */
export const FAILURE_KINDS = [
  'rate_limited',
  'quota',
  'server',
  'timeout_connect',
  'timeout_first_token',
  'timeout_idle',
  'timeout_total',
  'network',
  'stream_broken',
  'stream_error',
  'empty',
  'auth',
  'not_found',
  'context_length',
  'content_filter',
  'bad_request',
  'cancelled',
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** How an attempt ended: well, or in one of the ways above. */
export type OutcomeClass = 'ok' | FailureKind;
