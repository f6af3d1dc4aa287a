import {
  EMPTY_ACCOUNT,
  mayReserve,
  reduceAccount,
  type BudgetAccount,
  type BudgetEvent,
} from '../money/budget-account.ts';
import { budgetsOf, type CurrentBudget } from '../money/budgets.ts';
import type { RouterSettings } from '../router-settings.ts';

/** Where days begin, if nobody says: Korea. As `BudgetGate` has it. */
const KOREA_OFFSET_MS = 9 * 3_600_000;

/** What a call may use. */
export interface PurseTicket {
  readonly isOverSoftCeiling: boolean;
  charge(micros: number): void;
  release(): void;
}

const UNPAID: PurseTicket = { isOverSoftCeiling: false, charge() {}, release() {} };

/**
 * The budgets of a simulated router. `BudgetGate` is the real one, but it asks a store and waits for it; this keeps
 * the same accounts with the same reducer and the same rules in virtual time.
 */
export class VirtualPurse {
  readonly #settings: RouterSettings;
  readonly #accounts = new Map<string, BudgetAccount>();

  constructor(settings: RouterSettings) {
    this.#settings = settings;
  }

  /** `refused` where a hard ceiling is reached; then nothing is held. */
  ask(amountMicros: number, nowMs: number): PurseTicket | 'refused' {
    const { budgets = [], budgetDayOffsetMs = KOREA_OFFSET_MS } = this.#settings;
    if (budgets.length === 0) return UNPAID;
    const current = budgetsOf(budgets, {}, nowMs, budgetDayOffsetMs);
    if (current.some(({ key, hardMicros }) => !mayReserve(this.#accountOf(key), hardMicros))) return 'refused';
    const isOverSoftCeiling = current.some(budget => this.#isOver(budget));
    this.#tell(current, { type: 'reserved', micros: amountMicros });
    let heldMicros = amountMicros;
    return {
      isOverSoftCeiling,
      charge: micros => {
        const fromReservedMicros = Math.min(heldMicros, micros);
        heldMicros -= fromReservedMicros;
        this.#tell(current, { type: 'charged', micros, fromReservedMicros });
      },
      release: () => {
        this.#tell(current, { type: 'released', micros: heldMicros });
        heldMicros = 0;
      },
    };
  }

  #isOver({ key, softMicros }: CurrentBudget): boolean {
    const { spentMicros, reservedMicros } = this.#accountOf(key);
    return softMicros !== undefined && spentMicros + reservedMicros >= softMicros;
  }

  #tell(budgets: readonly CurrentBudget[], event: BudgetEvent): void {
    for (const { key } of budgets) this.#accounts.set(key, reduceAccount(this.#accountOf(key), event));
  }

  #accountOf(key: string): BudgetAccount {
    return this.#accounts.get(key) ?? EMPTY_ACCOUNT;
  }
}
