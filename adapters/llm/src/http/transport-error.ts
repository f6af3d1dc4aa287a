import type { FailureKind } from '@naru/language-model';

/** Why bytes did not come. `reason` is our word or the code of the operating system, never a provider's text. */
export class TransportError extends Error {
  readonly kind: FailureKind;
  readonly reason: string;
  /** False when the request cannot have reached the provider. */
  readonly dispatched: boolean;

  constructor(kind: FailureKind, reason: string, dispatched: boolean) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.dispatched = dispatched;
  }
}

const CONNECT_TIMEOUT_CODES: ReadonlySet<string> = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'NARU_CONNECT']);
const RESET_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The error of a connector whose own timer fired. */
export function connectTimeoutError(): Error {
  return Object.assign(new Error('connect timeout'), { code: 'NARU_CONNECT' });
}

/** Says whether the peer closed or reset the connection, as opposed to anything else going wrong. */
export function isReset(error: unknown): boolean {
  return RESET_CODES.has(codeOf(error));
}

/**
 * @param dispatched whether the request had begun to be written
 * @param hasHeaders whether the answer's headers had come; after them, bytes that do not parse mean a cut
 */
export function toTransportError(error: unknown, dispatched: boolean, hasHeaders: boolean): TransportError {
  const code = codeOf(error);
  if (!dispatched && CONNECT_TIMEOUT_CODES.has(code)) return new TransportError('timeout_connect', 'connect', false);
  // Who does not speak HTTP is a broken server, not a broken line.
  const isNotHttp = !hasHeaders && error instanceof Error && error.name === 'HTTPParserError';
  if (isNotHttp || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new TransportError('server', 'no HTTP answer', dispatched);
  return new TransportError('network', code, dispatched);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
}
