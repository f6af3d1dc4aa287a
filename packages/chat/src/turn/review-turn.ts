import type { AnswerNotes } from './answer-notes.ts';
import { faultFields } from './fault-fields.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord, TurnResult } from './turn-record.ts';

/** Lets the reviewer read a stored turn; what it throws is its own trouble. */
export function reviewTurn(
  { id: turnId, sessionId, messageId, traceId, userText: question }: TurnRecord,
  result: TurnResult,
  assistant: string,
  { intent, citedTexts }: Pick<AnswerNotes, 'intent' | 'citedTexts'>,
  { reviewer, logger }: Pick<TurnDeps, 'reviewer' | 'logger'>,
): void {
  try {
    reviewer?.review({ turnId, sessionId, messageId, assistant, intent, question, citedTexts, result });
  } catch (error) {
    logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'a turn reviewer failed');
  }
}
