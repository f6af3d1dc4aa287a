/** Codes of the one error object on every carrier, as far as chat itself refuses or fails. */
export type ChatErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHENTICATED'
  | 'NOT_FOUND'
  | 'CONFLICT_ACTIVE_STREAM'
  | 'IDEMPOTENCY_MISMATCH'
  | 'MESSAGE_TOO_LONG'
  | 'RATE_LIMITED'
  | 'GUARD_TIME'
  | 'GUARD_COST'
  | 'GUARD_STEPS'
  | 'GUARD_OUTPUT'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_TIMEOUT'
  | 'QUOTA_EXCEEDED'
  | 'INTERNAL';

/** What a customer is told when something is refused or fails. `message` is Korean and safe to show. */
export interface ChatError {
  readonly code: ChatErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly traceId: string;
}
