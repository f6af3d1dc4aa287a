import type { ChatErrorBody } from '@naru/api-contract';

type Words = Omit<ChatErrorBody, 'traceId'>;

/** Why a command is refused before, or instead of, reaching the engine; with what a customer may read of it. */
export const SOCKET_REFUSALS = {
  badRequest: (problem: string): Words => ({
    code: 'BAD_REQUEST',
    message: `요청 형식이 올바르지 않습니다. (${problem})`,
    retryable: false,
  }),
  tooFast: (retryAfterMs: number): Words => ({
    code: 'RATE_LIMITED',
    message: '요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.',
    retryable: true,
    retryAfterMs,
  }),
  tooManyChannels: (limit: number): Words => ({
    code: 'RATE_LIMITED',
    message: `한 연결에서 동시에 볼 수 있는 대화는 ${limit}개까지입니다.`,
    retryable: true,
  }),
  tooManyGenerations: (limit: number): Words => ({
    code: 'RATE_LIMITED',
    message: `답변이 끝난 뒤에 보내 주세요. 동시에 받을 수 있는 답변은 ${limit}개까지입니다.`,
    retryable: true,
  }),
  notFound: (): Words => ({ code: 'NOT_FOUND', message: '대화를 찾을 수 없습니다.', retryable: false }),
  streamGone: (): Words => ({
    code: 'STREAM_GONE',
    message: '이어서 받을 수 있는 답변이 없습니다. 대화 내용을 다시 불러와 주세요.',
    retryable: false,
  }),
  failed: (): Words => ({
    code: 'INTERNAL',
    message: '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    retryable: true,
  }),
} as const;

export type SocketRefusal = Words;
