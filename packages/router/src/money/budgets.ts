import type { CappedAccount } from '../ports/budget-store.ts';
import type { BudgetSettings } from './budget-settings.ts';

/** A budget in the hour or day that runs. */
export interface CurrentBudget extends CappedAccount {
  readonly softMicros?: number;
  readonly startsAtMs: number;
  /** For people: `tenant shop, day`. */
  readonly name: string;
}

export interface Payer {
  readonly tenant?: string | undefined;
  readonly assistant?: string | undefined;
}

const LENGTH_MS = { hour: 3_600_000, day: 86_400_000 };
const EACH = '*';

/**
 * The budgets that a call of that payer is paid from.
 *
 * @param dayOffsetMs how far the clock on the wall is ahead of UTC where days begin
 */
export function budgetsOf(
  budgets: readonly BudgetSettings[],
  payer: Payer,
  nowMs: number,
  dayOffsetMs: number,
): readonly CurrentBudget[] {
  const own: CurrentBudget[] = [];
  for (const budget of budgets) {
    if (!pays(budget.tenant, payer.tenant) || !pays(budget.assistant, payer.assistant)) continue;
    own.push(currentBudget(budget, payer, nowMs, dayOffsetMs));
  }
  return own;
}

/** @throws {RangeError} when a ceiling is no amount, or a budget has none */
export function refuseStrangeBudgets(budgets: readonly BudgetSettings[]): void {
  for (const [index, { softMicros, hardMicros }] of budgets.entries()) {
    for (const [name, micros] of Object.entries({ softMicros, hardMicros })) {
      if (micros !== undefined && !(micros >= 0 && micros <= Number.MAX_SAFE_INTEGER)) {
        throw new RangeError(`budgets[${index}].${name} must be 0 or more micro-units, got ${micros}`);
      }
    }
    if (softMicros === undefined && hardMicros === undefined) {
      throw new RangeError(`budgets[${index}] must have softMicros or hardMicros, got neither`);
    }
  }
}

function pays(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || (wanted === EACH ? actual !== undefined : wanted === actual);
}

function currentBudget(
  { tenant, assistant, period, softMicros, hardMicros }: BudgetSettings,
  payer: Payer,
  nowMs: number,
  dayOffsetMs: number,
): CurrentBudget {
  const lengthMs = LENGTH_MS[period];
  const number = Math.floor((nowMs + dayOffsetMs) / lengthMs);
  const startsAtMs = number * lengthMs - dayOffsetMs;
  const whose = [
    ...(tenant === undefined ? [] : [`tenant ${payer.tenant}`]),
    ...(assistant === undefined ? [] : [`assistant ${payer.assistant}`]),
  ];
  const name = `${whose.join(', ') || 'all'}, ${period}`;
  return {
    key: JSON.stringify([tenant && payer.tenant, assistant && payer.assistant, period, number]),
    name,
    startsAtMs,
    endsAtMs: startsAtMs + lengthMs,
    ...(softMicros !== undefined && { softMicros }),
    ...(hardMicros !== undefined && { hardMicros }),
  };
}
