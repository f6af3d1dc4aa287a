import { jsonFrame, type Frame } from '../frame.ts';
import type { ErrorDocument } from '../protocol.ts';
import { messageOfError, type ProviderError, type ProviderErrorKind } from '../provider-error.ts';

const WORDS: Readonly<Record<ProviderErrorKind, readonly [status: number, type: string]>> = {
  'bad-request': [400, 'invalid_request_error'],
  auth: [401, 'authentication_error'],
  payment: [402, 'billing_error'],
  forbidden: [403, 'permission_error'],
  'not-found': [404, 'not_found_error'],
  timeout: [504, 'timeout_error'],
  'too-large': [413, 'request_too_large'],
  'rate-limit': [429, 'rate_limit_error'],
  // Anthropic has no type of its own for these three: only the message tells.
  quota: [400, 'invalid_request_error'],
  'context-length': [400, 'invalid_request_error'],
  'content-filter': [400, 'invalid_request_error'],
  server: [500, 'api_error'],
  gateway: [502, 'api_error'],
  overloaded: [529, 'overloaded_error'],
};

const TELLING_MESSAGES: ReadonlyMap<ProviderErrorKind, string> = new Map([
  ['quota', 'Your credit balance is too low to access the Anthropic API.'],
  ['context-length', 'prompt is too long: 208310 tokens > 200000 maximum'],
  ['content-filter', 'Output blocked by content filtering policy'],
]);

export function anthropicError(error: ProviderError): ErrorDocument {
  const [status, type] = WORDS[error.kind];
  const message = error.message ?? TELLING_MESSAGES.get(error.kind) ?? messageOfError(error);
  return { status, document: { type: 'error', error: { type, message }, request_id: 'req_simulator' } };
}

export function anthropicErrorFrame(error: ProviderError): Frame {
  return jsonFrame('error', anthropicError(error).document, 'error');
}
