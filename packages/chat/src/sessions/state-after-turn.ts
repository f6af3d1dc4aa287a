import type { Conclusion } from '../turn/conclude-turn.ts';
import type { TurnRecord } from '../turn/turn-record.ts';
import { clearedState, type SessionState } from './session.ts';

/**
 * What a conversation remembers after a turn: answers without support are counted and the last such question
 * kept; a supported answer clears both; one that needs no ground, such as a greeting, changes nothing.
 */
export function stateAfterTurn(
  before: SessionState,
  turn: TurnRecord,
  { support, result: { reasonCode, nextAction } }: Conclusion,
): SessionState {
  if (support === 'neutral') return before;
  if (support === 'supported') {
    const isFresh = before.fallbackCount === 0 && before.unresolved === undefined;
    return isFresh ? before : clearedState(before);
  }
  const { traceId, requestId, userText: query } = turn;
  return {
    ...before,
    fallbackCount: before.fallbackCount + 1,
    unresolved: { reasonCode, nextAction, traceId, requestId, query },
  };
}
