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

/** A chat error before it is known whose it is. */
export type ChatFailure = Omit<ChatError, 'traceId'>;

const USUAL: Readonly<Record<ChatErrorCode, { readonly message: string; readonly retryable: boolean }>> = {
  BAD_REQUEST: { message: '요청을 이해하지 못했습니다.', retryable: false },
  UNAUTHENTICATED: { message: '로그인이 필요합니다.', retryable: false },
  NOT_FOUND: { message: '대화를 찾을 수 없습니다.', retryable: false },
  CONFLICT_ACTIVE_STREAM: { message: '아직 답변하고 있습니다. 답변이 끝난 뒤에 보내 주세요.', retryable: true },
  IDEMPOTENCY_MISMATCH: { message: '같은 메시지 번호로 다른 내용이 이미 접수되었습니다.', retryable: false },
  MESSAGE_TOO_LONG: { message: '메시지가 너무 깁니다.', retryable: false },
  RATE_LIMITED: { message: '메시지를 너무 자주 보냈습니다. 잠시 후 다시 시도해 주세요.', retryable: true },
  GUARD_TIME: { message: '응답이 지연되고 있습니다. 잠시 후 다시 시도해 주세요.', retryable: true },
  GUARD_COST: { message: '비용 상한 초과로 답변을 시작할 수 없습니다.', retryable: false },
  GUARD_STEPS: {
    message: '처리 단계가 너무 많아 답변을 마치지 못했습니다. 질문을 나누어 보내 주세요.',
    retryable: false,
  },
  GUARD_OUTPUT: { message: '응답 품질 검증에서 차단되었습니다.', retryable: false },
  PROVIDER_UNAVAILABLE: {
    message: '일시적인 오류로 답변하지 못했습니다. 잠시 후 다시 시도해 주세요.',
    retryable: true,
  },
  PROVIDER_TIMEOUT: { message: '답변이 늦어져 마치지 못했습니다. 잠시 후 다시 시도해 주세요.', retryable: true },
  QUOTA_EXCEEDED: { message: '사용 한도를 모두 사용해 지금은 답변할 수 없습니다.', retryable: false },
  INTERNAL: { message: '서버에 문제가 생겨 처리하지 못했습니다. 잠시 후 다시 시도해 주세요.', retryable: true },
};

/** What is usually said with a code, with what this case knows better. */
export function chatFailure(code: ChatErrorCode, known: Partial<Omit<ChatFailure, 'code'>> = {}): ChatFailure {
  return { code, ...USUAL[code], ...known };
}
