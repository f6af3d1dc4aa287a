import type { TurnRecord, TurnResult } from './turn-record.ts';

/** How a turn ended whose process went away: its lease ran out and nobody said what became of it. */
export const LOST_TURN_RESULT: TurnResult = {
  finish: 'interrupted',
  status: 'error',
  text: '',
  citations: [],
  dataParts: [],
  reasonCode: 'PROVIDER_INTERRUPTED',
  nextAction: 'RETRY',
  error: { code: 'INTERNAL', message: '답변이 중간에 끊겼습니다. 다시 시도해 주세요.', retryable: true },
  served: undefined,
};

/** The turn as it counts at `nowMs`: one that runs on a lease that is over has ended, when the lease did. */
export function turnAsOf(turn: TurnRecord, nowMs: number): TurnRecord {
  if (turn.state.name === 'ended' || turn.state.leaseUntilMs > nowMs) return turn;
  return { ...turn, state: { name: 'ended', endedAtMs: turn.state.leaseUntilMs, result: LOST_TURN_RESULT } };
}

/** Whether the same message, sent again, is answered anew instead of being given this answer. */
export function givesWay({ finish, error }: TurnResult): boolean {
  return finish === 'interrupted' || error !== undefined;
}
