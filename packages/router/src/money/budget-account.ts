/** What one budget has come to in its hour or day. */
export interface BudgetAccount {
  readonly spentMicros: number;
  /** Held for calls that are under way. */
  readonly reservedMicros: number;
}

export type BudgetEvent =
  | { readonly type: 'reserved'; readonly micros: number }
  /** Something was paid, part of it out of what was held. */
  | { readonly type: 'charged'; readonly micros: number; readonly fromReservedMicros: number }
  | { readonly type: 'released'; readonly micros: number };

export const EMPTY_ACCOUNT: BudgetAccount = { spentMicros: 0, reservedMicros: 0 };

/** The account after an event. Pure. */
export function reduceAccount({ spentMicros, reservedMicros }: BudgetAccount, event: BudgetEvent): BudgetAccount {
  switch (event.type) {
    case 'reserved':
      return { spentMicros, reservedMicros: reservedMicros + event.micros };
    case 'charged':
      return {
        spentMicros: spentMicros + event.micros,
        reservedMicros: Math.max(0, reservedMicros - event.fromReservedMicros),
      };
    case 'released':
      return { spentMicros, reservedMicros: Math.max(0, reservedMicros - event.micros) };
  }
}

/**
 * Whether one more call may begin. It may as long as what is spent and held is below the cap, so that a cap is passed
 * by no more than what is held at that moment.
 */
export function mayReserve({ spentMicros, reservedMicros }: BudgetAccount, hardMicros: number | undefined): boolean {
  return hardMicros === undefined || spentMicros + reservedMicros < hardMicros;
}
