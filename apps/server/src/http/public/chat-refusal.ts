import type { ChatError, ChatErrorCode } from '@naru/chat';
import type { FastifyReply } from 'fastify';

/** HTTP statuses of chat's error codes, where nothing of an answer has been sent. */
const STATUSES: Readonly<Record<ChatErrorCode, number>> = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
  CONFLICT_ACTIVE_STREAM: 409,
  IDEMPOTENCY_MISMATCH: 409,
  MESSAGE_TOO_LONG: 422,
  RATE_LIMITED: 429,
  QUOTA_EXCEEDED: 429,
  PROVIDER_UNAVAILABLE: 502,
  PROVIDER_TIMEOUT: 504,
  INTERNAL: 500,
  // A guard that acted before the first word: the question was understood, and is not answered.
  GUARD_TIME: 504,
  GUARD_COST: 422,
  GUARD_STEPS: 422,
  GUARD_OUTPUT: 422,
};

/** Answers with chat's one error object. */
export function sendChatError(reply: FastifyReply, error: ChatError): FastifyReply {
  reply.code(STATUSES[error.code]).header('cache-control', 'no-store').type('application/json; charset=utf-8');
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
  return reply.send(JSON.stringify(error));
}
