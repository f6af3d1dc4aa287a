import { messageOf, type Clock, type Logger } from '@naru/kernel';
import { createMemoryBudgetStore } from '../memory/memory-budget-store.ts';
import type { AccountName, BudgetReservation, BudgetStore, ReserveOutcome } from '../ports/budget-store.ts';

export interface BudgetsAloneDeps {
  readonly shared: BudgetStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called for each call that the shared store did not answer. */
  readonly onFailure: () => void;
}

const LOG_EVERY_MS = 60_000;
/** Accounts that are remembered; one for each payer in an hour or day. */
const MAX_KNOWN = 1_000;

/**
 * Budgets that instances count together, and that hold where they cannot: while the shared store fails, this instance
 * counts alone from what it last heard, and tells what was spent when the store is back.
 */
export class BudgetsAlone implements BudgetStore {
  readonly #deps: BudgetsAloneDeps;
  /** What was last heard to be spent, by account. */
  readonly #known = new Map<string, number>();
  /** Spent and not told yet, by account. */
  #owed = new Map<string, { readonly account: AccountName; readonly micros: number }>();
  /** Of this outage; the next one begins from what is known then. */
  #alone: BudgetStore | undefined;
  readonly #heldAlone = new Map<string, BudgetStore>();
  #loggedAtMs = -Infinity;

  constructor(deps: BudgetsAloneDeps) {
    this.#deps = deps;
  }

  async reserve(reservation: BudgetReservation, nowMs: number): Promise<ReserveOutcome> {
    try {
      await this.#tellOwed();
      const outcome = await this.#deps.shared.reserve(reservation, nowMs);
      this.#alone = undefined;
      if (outcome.kind === 'reserved') for (const one of outcome.standings) this.#learn(one.key, one.spentMicros);
      return outcome;
    } catch (error) {
      this.#failed(error);
      return this.#reserveAlone(reservation, nowMs);
    }
  }

  async charge(reservation: BudgetReservation, micros: number): Promise<void> {
    const alone = this.#heldAlone.get(reservation.id);
    if (!alone) {
      try {
        return await this.#deps.shared.charge(reservation, micros);
      } catch (error) {
        this.#failed(error);
        await this.#alone?.charge(reservation, micros);
      }
    }
    await alone?.charge(reservation, micros);
    for (const account of reservation.accounts) this.#owe(account, micros);
  }

  async release(reservation: BudgetReservation): Promise<void> {
    const alone = this.#heldAlone.get(reservation.id);
    this.#heldAlone.delete(reservation.id);
    if (alone) return alone.release(reservation);
    try {
      await this.#deps.shared.release(reservation);
    } catch (error) {
      // What is held there is dropped at its expiry.
      this.#failed(error);
    }
  }

  async open(account: AccountName, spentMicros: number): Promise<void> {
    this.#learn(account.key, spentMicros);
    try {
      await this.#deps.shared.open(account, spentMicros);
    } catch (error) {
      this.#failed(error);
    }
  }

  async standings(accounts: readonly AccountName[], nowMs: number): ReturnType<BudgetStore['standings']> {
    try {
      return await this.#deps.shared.standings(accounts, nowMs);
    } catch (error) {
      this.#failed(error);
      const alone = await this.#openAlone(accounts);
      return alone.standings(accounts, nowMs);
    }
  }

  async #reserveAlone(reservation: BudgetReservation, nowMs: number): Promise<ReserveOutcome> {
    const alone = await this.#openAlone(reservation.accounts);
    const outcome = await alone.reserve(reservation, nowMs);
    if (outcome.kind === 'reserved') this.#heldAlone.set(reservation.id, alone);
    return outcome;
  }

  async #openAlone(accounts: readonly AccountName[]): Promise<BudgetStore> {
    const alone = (this.#alone ??= createMemoryBudgetStore());
    for (const account of accounts) {
      const owedMicros = this.#owed.get(account.key)?.micros ?? 0;
      await alone.open(account, (this.#known.get(account.key) ?? 0) + owedMicros);
    }
    return alone;
  }

  /** @throws what the shared store throws; then it is still owed */
  async #tellOwed(): Promise<void> {
    if (this.#owed.size === 0) return;
    const owed = this.#owed;
    this.#owed = new Map();
    for (const [key, { account, micros }] of owed) {
      try {
        await this.#deps.shared.charge({ id: 'owed', amountMicros: 0, accounts: [account], expiresAtMs: 0 }, micros);
        owed.delete(key);
      } catch (error) {
        for (const one of owed.values()) this.#owe(one.account, one.micros);
        throw error;
      }
    }
  }

  #owe(account: AccountName, micros: number): void {
    const known = this.#owed.get(account.key)?.micros ?? 0;
    if (this.#owed.size < MAX_KNOWN || known > 0) this.#owed.set(account.key, { account, micros: known + micros });
  }

  #learn(key: string, spentMicros: number): void {
    this.#known.delete(key);
    this.#known.set(key, spentMicros);
    if (this.#known.size <= MAX_KNOWN) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }

  #failed(error: unknown): void {
    const { clock, logger, onFailure } = this.#deps;
    onFailure();
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#loggedAtMs < LOG_EVERY_MS) return;
    this.#loggedAtMs = nowMs;
    logger.warn(
      { error: messageOf(error) },
      'Budgets cannot be shared; this instance counts alone from what it knows.',
    );
  }
}
