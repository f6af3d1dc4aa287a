import type { ChatErrorBody } from '@naru/api-contract';
import type { ProblemCode, RequestProblem } from './problem.ts';

interface ChatWords {
  readonly code: string;
  readonly message: string;
}

const UNREADABLE: ChatWords = { code: 'BAD_REQUEST', message: '요청 형식이 올바르지 않습니다.' };

const WORDS: Readonly<Record<ProblemCode, ChatWords>> = {
  invalid_json: UNREADABLE,
  invalid_request: UNREADABLE,
  missing_session_id: UNREADABLE,
  invalid_session_id: UNREADABLE,
  unsupported_media_type: UNREADABLE,
  uri_too_long: UNREADABLE,
  unauthenticated: { code: 'UNAUTHENTICATED', message: '로그인이 필요하거나 로그인 정보가 만료되었습니다.' },
  forbidden: { code: 'FORBIDDEN', message: '이 작업을 할 수 있는 권한이 없습니다.' },
  origin_denied: { code: 'ORIGIN_DENIED', message: '허용되지 않은 페이지에서 보낸 요청입니다.' },
  not_found: { code: 'NOT_FOUND', message: '요청하신 내용을 찾을 수 없습니다.' },
  method_not_allowed: { code: 'BAD_REQUEST', message: '지원하지 않는 요청 방식입니다.' },
  timeout: { code: 'BAD_REQUEST', message: '요청이 제때 도착하지 않았습니다. 다시 시도해 주세요.' },
  payload_too_large: { code: 'PAYLOAD_TOO_LARGE', message: '보내신 내용이 너무 큽니다.' },
  upgrade_required: { code: 'BAD_REQUEST', message: '웹소켓 연결만 받는 주소입니다.' },
  rate_limited: { code: 'RATE_LIMITED', message: '요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.' },
  internal: { code: 'INTERNAL', message: '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해 주세요.' },
  stopping: { code: 'INTERNAL', message: '서버를 다시 시작하고 있습니다. 잠시 후 다시 시도해 주세요.' },
};

/** The one error object of chat. */
export function chatErrorBody(problem: RequestProblem, traceId: string): ChatErrorBody {
  return {
    ...WORDS[problem.code],
    retryable: problem.retryable,
    ...(problem.retryAfterMs !== undefined && { retryAfterMs: problem.retryAfterMs }),
    traceId,
  };
}
