import type { CachedTurn, CachedTurns } from '../ports/session-cache.ts';
import type { Session } from '../sessions/session.ts';
import type { TurnDeps } from '../turn/turn-deps.ts';
import type { TurnRecord } from '../turn/turn-record.ts';

/** Turns kept beyond those needed, since those without an answer do not count. */
const SPARE_TURNS = 5;

export interface RecentTurns {
  /** Oldest first, each ended. */
  readonly turns: readonly CachedTurn[];
  /** Missing where there is no cache. */
  readonly lookup: 'hit' | 'miss' | undefined;
}

/**
 * The last turns of a conversation: from the cache where it holds the latest, which the session's sequence tells,
 * else from the store.
 */
export async function recentTurns({ id, state }: Session, deps: TurnDeps): Promise<RecentTurns> {
  const { sessionCache, turns, settings, clock } = deps;
  const cached = await sessionCache?.read(id).catch(() => undefined);
  if (cached && cached.sequence === (state.endedTurns ?? 0)) return { turns: cached.turns, lookup: 'hit' };
  const listed = await turns.list(id, Math.floor(settings.historyMessages / 2) + SPARE_TURNS, clock.now());
  return { turns: listed.flatMap(toCachedTurn), lookup: sessionCache && 'miss' };
}

/** What the cache is to hold once a turn has ended: the one it replaces is gone, the oldest makes room. */
export function turnsWith(
  before: readonly CachedTurn[],
  ended: TurnRecord,
  { settings }: Pick<TurnDeps, 'settings'>,
): CachedTurns['turns'] {
  const kept = before.filter(({ turnId }) => turnId !== ended.replacesTurnId && turnId !== ended.id);
  const most = Math.floor(settings.historyMessages / 2) + SPARE_TURNS;
  return [...kept, ...toCachedTurn(ended)].slice(-most);
}

function toCachedTurn({ id: turnId, userText: question, state }: TurnRecord): readonly CachedTurn[] {
  return state.name === 'ended' ? [{ turnId, question, answer: state.result.text }] : [];
}
