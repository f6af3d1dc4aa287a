/** Why a provider refuses or fails, in words of no protocol. */
export const PROVIDER_ERROR_KINDS = [
  'bad-request',
  'auth',
  'payment',
  'forbidden',
  'not-found',
  'timeout',
  'too-large',
  'rate-limit',
  'quota',
  'context-length',
  'content-filter',
  'server',
  'gateway',
  'overloaded',
] as const;

export type ProviderErrorKind = (typeof PROVIDER_ERROR_KINDS)[number];

export interface ProviderError {
  readonly kind: ProviderErrorKind;
  /** Instead of the protocol's own sentence; for tests that look where a provider's text ends up. */
  readonly message?: string;
}

const KINDS_BY_STATUS: ReadonlyMap<number, ProviderErrorKind> = new Map([
  [401, 'auth'],
  [402, 'payment'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'timeout'],
  [413, 'too-large'],
  [429, 'rate-limit'],
  [502, 'gateway'],
  [503, 'overloaded'],
  [504, 'timeout'],
  [529, 'overloaded'],
]);

/** The error that a vendor most likely means by a bare status. */
export function errorOfStatus(status: number): ProviderErrorKind {
  return KINDS_BY_STATUS.get(status) ?? (status >= 500 ? 'server' : 'bad-request');
}

const MESSAGES: Readonly<Record<ProviderErrorKind, string>> = {
  'bad-request': 'The request could not be understood.',
  auth: 'The API key is not valid.',
  payment: 'Payment is required before more requests are served.',
  forbidden: 'This key may not use this model.',
  'not-found': 'The model does not exist or this key may not see it.',
  timeout: 'The request took too long.',
  'too-large': 'The request is larger than allowed.',
  'rate-limit': 'Too many requests. Slow down.',
  quota: 'The quota of this account is used up. Check plan and billing.',
  'context-length': 'The prompt is too long: 208310 tokens > 8192 maximum context length.',
  'content-filter': 'The content was blocked by the content filtering policy.',
  server: 'The server had an error while processing the request.',
  gateway: 'Bad gateway.',
  overloaded: 'The model is overloaded. Try again later.',
};

/** The sentence of an error that brings none. */
export function messageOfError({ kind, message }: ProviderError): string {
  return message ?? MESSAGES[kind];
}
