import { NaruError } from '@naru/kernel';

/** Why a request is refused before, or instead of, reaching a use case. */
export type ProblemCode =
  | 'invalid_json'
  | 'invalid_request'
  | 'missing_session_id'
  | 'invalid_session_id'
  | 'unauthenticated'
  | 'forbidden'
  | 'origin_denied'
  | 'not_found'
  | 'method_not_allowed'
  | 'timeout'
  | 'payload_too_large'
  | 'uri_too_long'
  | 'unsupported_media_type'
  | 'upgrade_required'
  | 'rate_limited'
  | 'internal'
  | 'stopping';

interface ProblemRule {
  readonly status: number;
  /** What is said where the one who raised the problem said nothing better. */
  readonly message: string;
  readonly retryable: boolean;
}

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemRule>> = {
  invalid_json: { status: 400, message: 'The body is not valid JSON.', retryable: false },
  invalid_request: { status: 400, message: 'The request is not valid.', retryable: false },
  missing_session_id: { status: 400, message: 'session_id is missing.', retryable: false },
  invalid_session_id: {
    status: 400,
    message: 'session_id must have 1 to 200 characters, none of them white space or a control character.',
    retryable: false,
  },
  unauthenticated: { status: 401, message: 'No valid credentials were given.', retryable: false },
  forbidden: { status: 403, message: 'These credentials may not do this.', retryable: false },
  origin_denied: { status: 403, message: 'Requests from this origin are not accepted.', retryable: false },
  not_found: { status: 404, message: 'There is nothing here.', retryable: false },
  method_not_allowed: { status: 405, message: 'This path does not take this method.', retryable: false },
  timeout: { status: 408, message: 'The request did not arrive in time.', retryable: true },
  payload_too_large: { status: 413, message: 'The body is too large.', retryable: false },
  uri_too_long: { status: 414, message: 'The address is too long.', retryable: false },
  unsupported_media_type: { status: 415, message: 'The body must be sent as application/json.', retryable: false },
  upgrade_required: { status: 426, message: 'This path takes WebSockets of naru.v1 only.', retryable: false },
  rate_limited: { status: 429, message: 'Too many requests; try again later.', retryable: true },
  internal: { status: 500, message: 'Something went wrong on our side.', retryable: true },
  stopping: { status: 503, message: 'The server is stopping; try again.', retryable: true },
};

export interface ProblemDetail extends ErrorOptions {
  /** In our own words; may name fields and limits, never what a customer wrote. */
  readonly message?: string;
  /** The field that is wrong, where one is. */
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by whatever stands before a use case; the listener answers it in the shape of the route. */
export class RequestProblem extends NaruError {
  readonly code: ProblemCode;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, { message, field, retryAfterMs, headers = {}, ...options }: ProblemDetail = {}) {
    super(message ?? PROBLEMS[code].message, options);
    this.code = code;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
    this.headers = headers;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  override get retryable(): boolean {
    return PROBLEMS[this.code].retryable;
  }
}
