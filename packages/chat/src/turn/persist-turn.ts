import { fullJitterMs } from '@naru/kernel';
import { faultFields } from './fault-fields.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord, TurnResult } from './turn-record.ts';

const TRIES = 4;
const BACKOFF = { firstMs: 100, maxMs: 1_000 };

export type Persisted =
  | { readonly kind: 'stored'; readonly turn: TurnRecord }
  /** The store had ended the turn already, since its lease was over. */
  | { readonly kind: 'ended-before'; readonly turn: TurnRecord }
  | { readonly kind: 'not-stored' };

/** Stores how the turn ended, once. A store that fails is asked again a few times. */
export async function persistTurn(
  turn: TurnRecord,
  result: TurnResult,
  { turns, clock, random, logger }: TurnDeps,
): Promise<Persisted> {
  const ended: TurnRecord = { ...turn, state: { name: 'ended', endedAtMs: clock.now(), result } };
  const { id: turnId, sessionId, traceId } = turn;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      const isFirst = await turns.finish(turnId, clock.now(), result);
      if (isFirst) return { kind: 'stored', turn: ended };
      const found = await turns.find(turnId);
      if (found?.state.name !== 'ended') return { kind: 'not-stored' };
      // A try that failed for us may have been stored all the same.
      const isOurs =
        attempt > 1 && found.state.result.finish === result.finish && found.state.result.text === result.text;
      return { kind: isOurs ? 'stored' : 'ended-before', turn: found };
    } catch (error) {
      logger.error({ turnId, sessionId, traceId, attempt, ...faultFields(error) }, 'could not store the end of a turn');
      if (attempt < TRIES) await clock.sleep(fullJitterMs(attempt - 1, BACKOFF, random));
    }
  }
  return { kind: 'not-stored' };
}
