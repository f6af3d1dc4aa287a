/**
 * What one turn may still use, over all layers that might try again: retry, failover, tool loop.
 *
 * One object for each turn, passed down with every call, so that retries never multiply. Charge before the
 * work and before any wait.
 */
export interface TurnBudget {
  /** Begins a step (a model call of the tool loop). False when the turn has had all its steps. */
  takeStep(): boolean;
  /** Asks for an attempt that is not the first of its step. False when there are none left. */
  takeExtraAttempt(): boolean;
  /** Gives back an extra attempt that never reached the network. */
  returnExtraAttempt(): void;
  /** Milliseconds left for waiting before commit points, back-off included. */
  readonly waitLeftMs: number;
  /** Books time that was waited before a commit point. */
  spendWait(ms: number): void;
  /** Micro-units left, or `Infinity` without a limit. */
  readonly moneyLeftMicros: number;
  spendMoney(micros: number): void;
}

export interface TurnBudgetLimits {
  readonly extraAttempts: number;
  readonly steps: number;
  readonly waitMs: number;
  readonly moneyMicros?: number;
}

/** @throws {RangeError} when a limit is negative or not a number */
export function createTurnBudget({
  extraAttempts,
  steps,
  waitMs,
  moneyMicros = Infinity,
}: TurnBudgetLimits): TurnBudget {
  // One by one: a table of them, made for every call, shows in profiles.
  mustNotBeNegative('extraAttempts', extraAttempts);
  mustNotBeNegative('steps', steps);
  mustNotBeNegative('waitMs', waitMs);
  mustNotBeNegative('moneyMicros', moneyMicros);
  let attemptsLeft = extraAttempts;
  let stepsLeft = steps;
  let waitLeftMs = waitMs;
  let moneyLeftMicros = moneyMicros;
  return {
    takeStep() {
      if (stepsLeft === 0) return false;
      stepsLeft -= 1;
      return true;
    },
    takeExtraAttempt() {
      if (attemptsLeft === 0) return false;
      attemptsLeft -= 1;
      return true;
    },
    returnExtraAttempt() {
      attemptsLeft = Math.min(extraAttempts, attemptsLeft + 1);
    },
    get waitLeftMs() {
      return waitLeftMs;
    },
    spendWait(ms) {
      waitLeftMs = Math.max(0, waitLeftMs - ms);
    },
    get moneyLeftMicros() {
      return moneyLeftMicros;
    },
    spendMoney(micros) {
      moneyLeftMicros = Math.max(0, moneyLeftMicros - micros);
    },
  };
}

function mustNotBeNegative(name: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`${name} must be 0 or more, got ${value}`);
}
