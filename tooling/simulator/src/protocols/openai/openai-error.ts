import { jsonFrame, type Frame } from '../frame.ts';
import type { ErrorDocument } from '../protocol.ts';
import { messageOfError, type ProviderError, type ProviderErrorKind } from '../provider-error.ts';

interface ErrorWords {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param?: string;
}

const REQUEST = 'invalid_request_error';

const WORDS: Readonly<Record<ProviderErrorKind, ErrorWords>> = {
  'bad-request': { status: 400, type: REQUEST, code: null },
  auth: { status: 401, type: REQUEST, code: 'invalid_api_key' },
  payment: { status: 402, type: 'billing_error', code: 'payment_required' },
  forbidden: { status: 403, type: 'request_forbidden', code: 'unsupported_country_region_territory' },
  'not-found': { status: 404, type: REQUEST, code: 'model_not_found' },
  timeout: { status: 504, type: 'server_error', code: 'timeout' },
  'too-large': { status: 413, type: REQUEST, code: null },
  'rate-limit': { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  quota: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  'context-length': { status: 400, type: REQUEST, code: 'context_length_exceeded', param: 'messages' },
  'content-filter': { status: 400, type: REQUEST, code: 'content_filter', param: 'prompt' },
  server: { status: 500, type: 'server_error', code: null },
  gateway: { status: 502, type: 'server_error', code: null },
  overloaded: { status: 503, type: 'server_error', code: 'overloaded' },
};

export function openaiError(error: ProviderError): ErrorDocument {
  const { status, type, code, param } = WORDS[error.kind];
  return { status, document: { error: { message: messageOfError(error), type, param: param ?? null, code } } };
}

export function openaiErrorFrame(error: ProviderError): Frame {
  return jsonFrame('error', openaiError(error).document);
}
