import type { FailureKind } from '@naru/language-model';

/** Why bytes did not come. `reason` is our word or the code of the operating system, never a provider's text. */
export class TransportError extends Error {
  readonly kind: FailureKind;
  readonly reason: string;

  constructor(kind: FailureKind, reason: string) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
  }
}

const CONNECT_TIMEOUT = 'NARU_CONNECT';
const RESET_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** The error of a connection whose own timer fired. */
export function connectTimeoutError(): Error {
  return Object.assign(new Error('connect timeout'), { code: CONNECT_TIMEOUT });
}

/** Says whether the peer closed or reset the connection, as opposed to anything else going wrong. */
export function isReset(error: unknown): boolean {
  return RESET_CODES.has(codeOf(error));
}

/** What an error before the answer's headers means. */
export function toTransportError(error: unknown): TransportError {
  const code = codeOf(error);
  if (code === CONNECT_TIMEOUT || code === 'ETIMEDOUT') return new TransportError('timeout_connect', 'connect');
  // Who does not speak HTTP is a broken server, not a broken line.
  if (code.startsWith('HPE_')) return new TransportError('server', 'no HTTP answer');
  return new TransportError('network', code);
}

export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
}
