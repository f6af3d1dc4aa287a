import type { ChatAnswer } from '../faces/ask-chat.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import { BLOCKED, SAYINGS, type Outcome } from './outcome.ts';
import { Problems } from './problems.ts';

export interface ChatExpectation {
  readonly outcome: Outcome;
  readonly isStream: boolean;
  readonly text?: string | undefined;
}

/** Judges one answer of chat by what its customer sees, at once and in a page that is opened later. */
export function judgeChat(
  answer: ChatAnswer,
  { outcome, isStream, text = PRIMARY_TEXT }: ChatExpectation,
): readonly string[] {
  const problems = new Problems();
  problems.leaksNothing(answer.http);
  if (isStream && answer.http.status === 200) {
    problems.is('terminal chunks', answer.terminals.length, 1);
    problems.is('[DONE] last', answer.hasDone, true);
  }
  if (answer.official) {
    const isShownAsAnswer = (outcome.kind !== 'broken' && outcome.kind !== 'error') || isHandedOver(answer);
    problems.is('the official client', answer.official.status, isShownAsAnswer ? 'ready' : 'error');
    problems.is('its text', answer.official.text, answer.text);
  }
  switch (outcome.kind) {
    case 'other':
      judgeComplete(answer, FALLBACK_TEXT, isStream, problems);
      if (!isStream) {
        problems.is('provider', answer.provider, 'chat_fallback');
        problems.is('is_fallback', answer.isFallback, true);
      }
      break;
    case 'own':
      judgeComplete(answer, text, isStream, problems);
      if (!isStream) problems.is('provider', answer.provider, 'chat_primary');
      break;
    case 'filtered':
      problems.is('status', answer.http.status, 200);
      if (isStream) problems.is('guard', answer.guards.join(), 'content');
      else problems.is('text', answer.text, BLOCKED);
      problems.is('finish', answer.finish, 'blocked');
      problems.is('history', answer.history?.text, BLOCKED);
      break;
    case 'broken':
      problems.is('status', answer.http.status, 200);
      problems.is('terminal chunk', answer.terminals[0], 'error');
      problems.isBeginningOf('text', answer.text, text);
      problems.is('finish', answer.finish, 'interrupted');
      problems.is('history says', answer.history?.finish, 'interrupted');
      problems.is('history', answer.history?.text, answer.text);
      judgeError(answer, ['PROVIDER_UNAVAILABLE', 'PROVIDER_TIMEOUT'], problems);
      break;
    case 'error':
      judgeFailure(answer, outcome, isStream, problems);
      break;
  }
  return problems.list;
}

function judgeComplete(answer: ChatAnswer, text: string, isStream: boolean, problems: Problems): void {
  problems.is('status', answer.http.status, 200);
  problems.is('text', answer.text, text);
  problems.is('error', answer.error?.code, undefined);
  problems.is('finish', answer.finish, 'complete');
  if (isStream) problems.is('terminal chunk', answer.terminals[0], 'finish');
  problems.is('history', answer.history?.text, text);
  problems.is('history says', answer.history?.finish, 'complete');
}

function judgeFailure(
  answer: ChatAnswer,
  { saying }: Extract<Outcome, { kind: 'error' }>,
  isStream: boolean,
  problems: Problems,
): void {
  const { chat, chatCode } = SAYINGS[saying];
  if (isHandedOver(answer)) return judgeHandedOver(answer, isStream, problems);
  problems.is('status', answer.http.status, isStream ? 200 : chat);
  if (saying === 'content-filter' && !isStream) {
    problems.is('text', answer.text, BLOCKED);
    problems.is('finish', answer.finish, 'blocked');
    return;
  }
  problems.is('words', answer.text, '');
  if (isStream) problems.is('terminal chunk', answer.terminals[0], 'error');
  judgeError(answer, [chatCode], problems);
}

/** The last route may be a person (R-FO-9): then the customer has a sentence and a number of a ticket. */
function isHandedOver({ text }: ChatAnswer): boolean {
  return text.includes('상담원에게 연결') && /STK\d+/.test(text);
}

function judgeHandedOver(answer: ChatAnswer, isStream: boolean, problems: Problems): void {
  problems.is('status', answer.http.status, 200);
  if (isStream) problems.is('terminal chunk', answer.terminals[0], 'finish');
  problems.is('history', answer.history?.text, answer.text);
  problems.is('words of a provider', answer.text.includes('나루에서 답합니다'), false);
}

function judgeError({ error }: ChatAnswer, codes: readonly string[], problems: Problems): void {
  problems.isOneOf('error code', error?.code, codes);
  problems.holds(`the message is not Korean: ${error?.message}`, /\p{Script=Hangul}/u.test(error?.message ?? ''));
  problems.is('retryable is a boolean', typeof error?.retryable, 'boolean');
}
