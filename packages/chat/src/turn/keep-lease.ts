import { messageOf, type Timer } from '@naru/kernel';
import type { RunningTurn } from './running-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

/** Renews the turn's lease three times in its life, until disposed of. A turn that lost its lease is cut. */
export function keepLease(turn: RunningTurn, { turns, clock, settings, logger }: TurnDeps): Disposable {
  let timer: Timer | undefined;
  let isOver = false;

  function plan(): void {
    timer = clock.schedule(settings.leaseMs / 3, () => void renew());
  }

  async function renew(): Promise<void> {
    const { id: turnId, sessionId } = turn.record;
    try {
      const isOurs = await turns.renew(turnId, clock.now() + settings.leaseMs);
      if (!isOurs) return turn.cut({ kind: 'lease-lost' });
    } catch (error) {
      // The next try may find the store well again before the lease is over.
      logger.warn({ turnId, sessionId, error: messageOf(error) }, 'could not renew the lease of a turn');
    }
    if (!isOver) plan();
  }

  plan();
  return {
    [Symbol.dispose]() {
      isOver = true;
      timer?.cancel();
    },
  };
}
