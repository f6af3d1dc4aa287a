import type { ChatSettings } from '../engine.ts';
import { refuse, type Refusal } from './refuse.ts';

/** Letters, digits, marks, punctuation and symbols; a message of white space and joiners alone says nothing. */
const ANYTHING_VISIBLE = /[\p{L}\p{N}\p{M}\p{P}\p{S}]/u;

/** The customer's words as they are used from here on, composed (NFC) and trimmed, or why they cannot be used. */
export function checkMessage(
  text: string,
  { maxMessageChars }: ChatSettings,
): Refusal | { readonly kind: 'text'; readonly text: string } {
  if (text.includes('\0') || !text.isWellFormed()) {
    return refuse('BAD_REQUEST', { message: '메시지에 읽을 수 없는 문자가 있습니다.' });
  }
  const composed = text.trim().normalize('NFC');
  if (!ANYTHING_VISIBLE.test(composed)) return refuse('BAD_REQUEST', { message: '메시지가 비어 있습니다.' });
  if (isLongerThan(maxMessageChars, composed)) {
    const limit = maxMessageChars.toLocaleString('ko-KR');
    return refuse('MESSAGE_TOO_LONG', { message: `메시지는 ${limit}자까지 보낼 수 있습니다.` });
  }
  return { kind: 'text', text: composed };
}

/** Counts code points, so that an emoji is one character; looks at no more of a huge text than it must. */
function isLongerThan(maxChars: number, text: string): boolean {
  if (text.length <= maxChars) return false;
  return text.length > maxChars * 2 || [...text].length > maxChars;
}
