import { chatFailure } from '../chat-error.ts';
import type { Conclusion } from './conclude-turn.ts';
import type { Persisted } from './persist-turn.ts';
import type { TurnRecord, TurnResult } from './turn-record.ts';

const NOT_STORED = '답변을 저장하지 못했습니다. 잠시 후 다시 시도해 주세요.';

/** How a turn is told to have ended: as it is stored, or honestly that it could not be. */
export interface SettledTurn {
  readonly turn: TurnRecord;
  readonly result: TurnResult;
  /** Whether our own conclusion is what stands. */
  readonly isOurs: boolean;
}

export function settleTurn(turn: TurnRecord, { result }: Conclusion, persisted: Persisted): SettledTurn {
  if (persisted.kind === 'not-stored') {
    const { code, message, retryable } = chatFailure('INTERNAL', { message: NOT_STORED });
    const error = { code, message, retryable };
    return settledAs(turn, {
      ...result,
      finish: 'interrupted',
      status: 'error',
      reasonCode: code,
      nextAction: 'RETRY',
      error,
    });
  }
  const { state } = persisted.turn;
  if (persisted.kind === 'ended-before' && state.name === 'ended') return settledAs(persisted.turn, state.result);
  return { turn: persisted.turn, result, isOurs: true };
}

function settledAs(turn: TurnRecord, result: TurnResult): SettledTurn {
  const endedAtMs = turn.state.name === 'ended' ? turn.state.endedAtMs : turn.createdAtMs;
  return { turn: { ...turn, state: { name: 'ended', endedAtMs, result } }, result, isOurs: false };
}
