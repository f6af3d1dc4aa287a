import type { SubmitRequest } from '../engine.ts';
import { refuse, type Refusal } from './refuse.ts';

const CLIENT_ID = /^[^\p{C}]{1,200}$/u;

/** The ids that a client may name: 1 to 200 characters, none of them a control character. */
export function checkIds({ chatId, clientMessageId, regenerateMessageId }: SubmitRequest): Refusal | undefined {
  const ids = { 대화: chatId, 메시지: clientMessageId, '다시 만들 답변': regenerateMessageId };
  for (const [name, id] of Object.entries(ids)) {
    if (id !== undefined && !CLIENT_ID.test(id)) {
      return refuse('BAD_REQUEST', { message: `${name} 번호는 제어 문자 없이 1~200자여야 합니다.` });
    }
  }
  return undefined;
}
