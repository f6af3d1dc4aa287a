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
export function createTurnBudget(limits: TurnBudgetLimits): TurnBudget {
  return new LimitedTurn(limits);
}

/** A class, because one is made for every call and an object with accessors of its own is slow to make. */
class LimitedTurn implements TurnBudget {
  readonly #extraAttempts: number;
  #attemptsLeft: number;
  #stepsLeft: number;
  #waitLeftMs: number;
  #moneyLeftMicros: number;

  constructor({ extraAttempts, steps, waitMs, moneyMicros = Infinity }: TurnBudgetLimits) {
    mustNotBeNegative('extraAttempts', extraAttempts);
    mustNotBeNegative('steps', steps);
    mustNotBeNegative('waitMs', waitMs);
    mustNotBeNegative('moneyMicros', moneyMicros);
    this.#extraAttempts = extraAttempts;
    this.#attemptsLeft = extraAttempts;
    this.#stepsLeft = steps;
    this.#waitLeftMs = waitMs;
    this.#moneyLeftMicros = moneyMicros;
  }

  get waitLeftMs(): number {
    return this.#waitLeftMs;
  }

  get moneyLeftMicros(): number {
    return this.#moneyLeftMicros;
  }

  takeStep(): boolean {
    if (this.#stepsLeft === 0) return false;
    this.#stepsLeft -= 1;
    return true;
  }

  takeExtraAttempt(): boolean {
    if (this.#attemptsLeft === 0) return false;
    this.#attemptsLeft -= 1;
    return true;
  }

  returnExtraAttempt(): void {
    this.#attemptsLeft = Math.min(this.#extraAttempts, this.#attemptsLeft + 1);
  }

  spendWait(ms: number): void {
    this.#waitLeftMs = Math.max(0, this.#waitLeftMs - ms);
  }

  spendMoney(micros: number): void {
    this.#moneyLeftMicros = Math.max(0, this.#moneyLeftMicros - micros);
  }
}

function mustNotBeNegative(name: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`${name} must be 0 or more, got ${value}`);
}
