import type { Socket } from 'node:net';
import type { Ids } from '@naru/kernel';
import { internalErrorBody } from './internal-error-body.ts';
import { PROBLEMS, RequestProblem, type ProblemCode } from './problem.ts';

interface BrokenConnection {
  readonly code: string;
}

const BY_NODE_CODE: ReadonlyMap<string, ProblemCode> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 'timeout'],
  ['HPE_HEADER_OVERFLOW', 'uri_too_long'],
]);

const REASONS: Readonly<Partial<Record<ProblemCode, string>>> = {
  timeout: '408 Request Timeout',
  uri_too_long: '431 Request Header Fields Too Large',
};

/** Answers bytes that never became a request (not HTTP, headers too large, too slow) and hangs up. */
export function answerBrokenConnection(error: BrokenConnection, socket: Socket, ids: Ids): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const code = BY_NODE_CODE.get(error.code) ?? 'invalid_request';
  const message = code === 'uri_too_long' ? 'The request line and headers are too large.' : PROBLEMS[code].message;
  const body = JSON.stringify(internalErrorBody(new RequestProblem(code, { message }), ids.newId(), ids.newId()));
  const head = [
    `HTTP/1.1 ${REASONS[code] ?? '400 Bad Request'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
