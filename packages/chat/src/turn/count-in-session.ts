import { stateAfterTurn } from '../sessions/state-after-turn.ts';
import type { Session } from '../sessions/session.ts';
import type { Conclusion } from './conclude-turn.ts';
import { faultFields } from './fault-fields.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

/** Keeps the conversation's counters. A store that fails here costs a count, never the answer. */
export async function countInSession(
  session: Session,
  turn: TurnRecord,
  conclusion: Conclusion,
  { sessions, logger }: TurnDeps,
): Promise<void> {
  if (stateAfterTurn(session.state, turn, conclusion) === session.state) return;
  try {
    // Read again: it may have been reset, or its owner signed in, while the answer was made.
    const now = (await sessions.get(session.id)) ?? session;
    await sessions.saveState(session.id, stateAfterTurn(now.state, turn, conclusion));
  } catch (error) {
    const { id: turnId, sessionId, traceId } = turn;
    logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'could not count a turn in its session');
  }
}
