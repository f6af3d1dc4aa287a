import { jsonFrame, type Frame } from '../frame.ts';
import type { ErrorDocument } from '../protocol.ts';
import { messageOfError, type ProviderError, type ProviderErrorKind } from '../provider-error.ts';

/** Status and type of each error, by the API reference of Converse. */
const WORDS: Readonly<Record<ProviderErrorKind, readonly [status: number, type: string]>> = {
  'bad-request': [400, 'ValidationException'],
  auth: [403, 'UnrecognizedClientException'],
  payment: [402, 'ServiceQuotaExceededException'],
  forbidden: [403, 'AccessDeniedException'],
  'not-found': [404, 'ResourceNotFoundException'],
  timeout: [408, 'ModelTimeoutException'],
  'too-large': [413, 'ValidationException'],
  'rate-limit': [429, 'ThrottlingException'],
  quota: [400, 'ServiceQuotaExceededException'],
  'context-length': [400, 'ValidationException'],
  'content-filter': [400, 'ValidationException'],
  server: [500, 'InternalServerException'],
  gateway: [502, 'InternalServerException'],
  overloaded: [503, 'ServiceUnavailableException'],
};

/** Where only the sentence tells what is meant, the sentence that Bedrock uses. */
const TELLING_MESSAGES: ReadonlyMap<ProviderErrorKind, string> = new Map([
  ['context-length', 'Input is too long for requested model.'],
  ['content-filter', 'Output blocked by content filtering policy'],
]);

/** The exceptions that the output of ConverseStream can hold; any other becomes the first. */
const IN_STREAM: ReadonlySet<string> = new Set([
  'internalServerException',
  'modelStreamErrorException',
  'serviceUnavailableException',
  'throttlingException',
  'validationException',
]);

/** The type stands in a header; the body holds the sentence alone. */
export function bedrockError(error: ProviderError): ErrorDocument {
  const [status, type] = WORDS[error.kind];
  return { status, document: { message: messageOf(error) }, headers: { 'x-amzn-errortype': `${type}:` } };
}

export function bedrockErrorFrame(error: ProviderError): Frame {
  const [, type] = WORDS[error.kind];
  const member = type.charAt(0).toLowerCase() + type.slice(1);
  const known = IN_STREAM.has(member) ? member : 'modelStreamErrorException';
  return jsonFrame('error', { message: messageOf(error) }, known);
}

function messageOf(error: ProviderError): string {
  return error.message ?? TELLING_MESSAGES.get(error.kind) ?? messageOfError(error);
}
