import type { ChatEngineDeps } from '../engine.ts';
import type { TurnRateLimit } from '../ports/turn-rate-limit.ts';
import type { RunningTurns } from './running-turns.ts';

/** What the steps of a turn work with. */
export interface TurnDeps extends ChatEngineDeps {
  readonly rateLimit: TurnRateLimit;
  readonly running: RunningTurns;
}
