import type { FailureKind, ModelError } from '@naru/language-model';
import { chatFailure, type ChatErrorCode, type ChatFailure } from '../chat-error.ts';

type Saying = readonly [code: ChatErrorCode, known?: { readonly message?: string; readonly retryable?: boolean }];

const TIMED_OUT: Saying = ['PROVIDER_TIMEOUT'];
const DOWN: Saying = ['PROVIDER_UNAVAILABLE'];
const MISCONFIGURED: Saying = [
  'PROVIDER_UNAVAILABLE',
  { message: '서비스 설정에 문제가 있어 지금은 답변할 수 없습니다.', retryable: false },
];

/** What a customer is told of each way in which a model call ends. Never a provider's own text. */
const SAYINGS: Readonly<Record<FailureKind, Saying>> = {
  rate_limited: DOWN,
  quota: DOWN,
  server: DOWN,
  timeout_connect: TIMED_OUT,
  timeout_first_token: TIMED_OUT,
  timeout_idle: TIMED_OUT,
  timeout_total: TIMED_OUT,
  network: DOWN,
  stream_broken: DOWN,
  stream_error: DOWN,
  empty: DOWN,
  auth: MISCONFIGURED,
  not_found: MISCONFIGURED,
  context_length: [
    'PROVIDER_UNAVAILABLE',
    { message: '대화가 너무 길어 답변할 수 없습니다. 새 대화를 시작해 주세요.', retryable: false },
  ],
  content_filter: ['GUARD_OUTPUT'],
  bad_request: [
    'PROVIDER_UNAVAILABLE',
    { message: '요청을 처리하지 못했습니다. 질문을 바꾸어 다시 보내 주세요.', retryable: false },
  ],
  // Not by us: then the turn was cut, and says so itself. The time that the providers may share was used up.
  cancelled: TIMED_OUT,
};

export function providerFailure({ kind, dispatched, retryAfterMs }: ModelError): ChatFailure {
  // Nobody was asked: the spent budget is ours, not a provider's.
  if (kind === 'quota' && !dispatched) return chatFailure('QUOTA_EXCEEDED');
  const [code, known] = SAYINGS[kind];
  const failure = chatFailure(code, known);
  // A router tells when providers are back also where coming back is of no use.
  const waitMs = failure.retryable ? retryAfterMs : undefined;
  return waitMs === undefined ? failure : { ...failure, retryAfterMs: Math.ceil(waitMs) };
}
