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

/** @param dispatched whether the request had begun to be written */
export function toTransportError(error: unknown, dispatched: boolean): TransportError {
  const code = codeOf(error);
  if (!dispatched && CONNECT_TIMEOUT_CODES.has(code)) return new TransportError('timeout_connect', 'connect', false);
  // What is not HTTP, or more headers than anyone needs, is a broken server and not a broken line.
  const kind = code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW' ? 'server' : 'network';
  return new TransportError(kind, code, dispatched);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
}
