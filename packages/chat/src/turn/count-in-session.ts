import { turnsWith } from '../cache/recent-turns.ts';
import type { CachedTurn } from '../ports/session-cache.ts';
import { stateAfterTurn } from '../sessions/state-after-turn.ts';
import type { Session } from '../sessions/session.ts';
import type { Conclusion } from './conclude-turn.ts';
import { faultFields } from './fault-fields.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

/**
 * Keeps the conversation's counters, and what its next turn will want of this one. A store that fails here costs a
 * count, never the answer.
 *
 * @param before the turns before this one; missing when nobody has read them
 */
export async function countInSession(
  session: Session,
  turn: TurnRecord,
  conclusion: Conclusion,
  before: readonly CachedTurn[] | undefined,
  deps: TurnDeps,
): Promise<void> {
  const { sessions, sessionCache, logger } = deps;
  const isCounted = sessionCache !== undefined;
  if (!isCounted && stateAfterTurn(session.state, turn, conclusion) === session.state) return;
  try {
    // Read again: it may have been reset, or its owner signed in, while the answer was made.
    const now = (await sessions.get(session.id)) ?? session;
    const endedTurns = (now.state.endedTurns ?? 0) + 1;
    const state = stateAfterTurn(now.state, turn, conclusion);
    await sessions.saveState(session.id, isCounted ? { ...state, endedTurns } : state);
    if (before) await sessionCache?.write(session.id, { sequence: endedTurns, turns: turnsWith(before, turn, deps) });
  } catch (error) {
    const { id: turnId, sessionId, traceId } = turn;
    logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'could not count a turn in its session');
  }
}
