import { jsonFrame, type Frame } from '../frame.ts';
import type { ErrorDocument } from '../protocol.ts';
import { messageOfError, type ProviderError, type ProviderErrorKind } from '../provider-error.ts';

const STATUS: Readonly<Record<ProviderErrorKind, number>> = {
  'bad-request': 400,
  auth: 401,
  payment: 402,
  forbidden: 403,
  'not-found': 404,
  timeout: 504,
  'too-large': 413,
  'rate-limit': 429,
  quota: 429,
  'context-length': 400,
  'content-filter': 400,
  server: 500,
  gateway: 502,
  overloaded: 503,
};

export function generateError(error: ProviderError): ErrorDocument {
  return { status: STATUS[error.kind], document: { error: words(error) } };
}

/** `error {code, message}`, as R-CFG-4 has it. */
export function generateErrorFrame(error: ProviderError): Frame {
  return jsonFrame('error', words(error), 'error');
}

function words(error: ProviderError): { readonly code: string; readonly message: string } {
  return { code: error.kind.replaceAll('-', '_'), message: messageOfError(error) };
}
