/**
 * Keeps what budgets have come to. Every method is atomic, also between processes: of many calls at the edge of a cap
 * no more are let in than fit below it.
 */
export interface BudgetStore {
  /**
   * Holds the amount in each account, or in none where one has come to its cap: what is spent and held there is at or
   * above it. A reservation that is neither charged nor released until `expiresAtMs` is dropped.
   */
  reserve(reservation: BudgetReservation, nowMs: number): Promise<ReserveOutcome>;
  /** Books what an attempt has cost, out of what is still held as far as that goes. Counts also after the expiry. */
  charge(reservation: BudgetReservation, micros: number): Promise<void>;
  /** Gives back what is still held. Twice, or after the expiry, does nothing. */
  release(reservation: BudgetReservation): Promise<void>;
  /** Books what was spent before this store knew of the account; does nothing for one that it knows. */
  open(account: AccountName, spentMicros: number): Promise<void>;
  /** In the order of the question; an account that nobody used has spent nothing. */
  standings(accounts: readonly AccountName[], nowMs: number): Promise<readonly BudgetStanding[]>;
}

/** One budget in one hour or day. */
export interface AccountName {
  readonly key: string;
  /** When its hour or day is over, after which nobody asks for it. */
  readonly endsAtMs: number;
}

export interface CappedAccount extends AccountName {
  readonly hardMicros?: number;
}

export interface BudgetReservation {
  readonly id: string;
  readonly amountMicros: number;
  readonly accounts: readonly CappedAccount[];
  readonly expiresAtMs: number;
}

export interface BudgetStanding {
  readonly key: string;
  readonly spentMicros: number;
  readonly reservedMicros: number;
}

export type ReserveOutcome =
  /** With the accounts as they are now, this reservation included. */
  | { readonly kind: 'reserved'; readonly standings: readonly BudgetStanding[] }
  | { readonly kind: 'refused'; readonly key: string };
