import type { AnswerEnd, BlockedBy } from './answer-end.ts';
import type { TurnUnderWay } from './turn-under-way.ts';
import { chatFailure } from '../chat-error.ts';

type Blocked = Extract<AnswerEnd, { kind: 'blocked' }>;

/**
 * Ends an answer that must not be seen. Words that are out are taken back where the client declared that it can and
 * they all belong to this step, and the fixed sentence stands in their place; for any other client the end says that
 * the message is to be hidden.
 */
export function block(by: BlockedBy, { writer, notes, request }: TurnUnderWay): Blocked {
  notes.blockedBy = by;
  const canWithdraw = request.accepts.has('reset-step') && writer.hasWords && !writer.earlierStepsHaveWords;
  if (!canWithdraw) return { kind: 'blocked', by, isWithdrawn: false };
  writer.resetStep();
  writer.say(chatFailure('GUARD_OUTPUT').message);
  return { kind: 'blocked', by, isWithdrawn: true };
}
