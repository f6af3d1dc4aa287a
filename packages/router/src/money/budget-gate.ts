import { messageOf, type Clock, type Ids, type Logger } from '@naru/kernel';
import type { BudgetReservation, BudgetStanding, BudgetStore } from '../ports/budget-store.ts';
import type { SpentInHour } from '../ports/ledger-store.ts';
import type { BudgetSettings } from './budget-settings.ts';
import { budgetsOf, type CurrentBudget, type Payer } from './budgets.ts';

/** What a call may use, or which budget is spent. */
export type BudgetAnswer = BudgetTicket | { readonly kind: 'refused'; readonly budget: string };

export interface BudgetTicket {
  readonly kind: 'admitted';
  readonly isOverSoftCeiling: boolean;
  /** An attempt has cost that much. */
  charge(micros: number): void;
  /** The call is over. Twice does nothing. */
  release(): void;
}

export interface BudgetReport extends BudgetStanding {
  readonly name: string;
  readonly endsAtMs: number;
  readonly softMicros?: number;
  readonly hardMicros?: number;
}

export interface BudgetGateDeps {
  readonly store: BudgetStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Where days begin, if nobody says: Korea. */
const KOREA_OFFSET_MS = 9 * 3_600_000;
/** Longer than any call may take. */
const HELD_FOR_MS = 600_000;
const MAX_KNOWN = 1_000;
const UNPAID: BudgetTicket = { kind: 'admitted', isOverSoftCeiling: false, charge() {}, release() {} };

/**
 * Asks the budgets before a call, and tells them what it cost. Where their store fails, calls go on unpaid: an answer
 * is worth more than an exact sum, and the ledger has it.
 */
export class BudgetGate {
  readonly #deps: BudgetGateDeps;
  #budgets: readonly BudgetSettings[] = [];
  #dayOffsetMs = KOREA_OFFSET_MS;
  /** How the budgets that were asked last stand, for those who cannot wait. */
  readonly #known = new Map<string, { readonly budget: CurrentBudget; readonly standing: BudgetStanding }>();
  #failures = 0;

  constructor(deps: BudgetGateDeps) {
    this.#deps = deps;
  }

  /** Times that the store failed, since the start. */
  get failures(): number {
    return this.#failures;
  }

  configure(budgets: readonly BudgetSettings[] = [], dayOffsetMs = KOREA_OFFSET_MS): void {
    this.#budgets = budgets;
    this.#dayOffsetMs = dayOffsetMs;
    this.#known.clear();
  }

  /** Takes what was spent before the start. */
  async load(spent: readonly SpentInHour[]): Promise<void> {
    const nowMs = this.#deps.clock.now();
    const sums = new Map<string, { readonly budget: CurrentBudget; micros: number }>();
    for (const hour of spent) {
      for (const budget of this.#of(hour, nowMs)) {
        if (hour.hourStartMs < budget.startsAtMs) continue;
        const sum = sums.getOrInsertComputed(budget.key, () => ({ budget, micros: 0 }));
        sum.micros += hour.micros;
      }
    }
    for (const { budget, micros } of sums.values()) await this.#deps.store.open(budget, micros);
  }

  /** Whether a call of that payer needs a ticket at all. */
  concerns(payer: Payer): boolean {
    return this.#budgets.length > 0 && this.#of(payer, this.#deps.clock.now()).length > 0;
  }

  async ask(payer: Payer, amountMicros: number): Promise<BudgetAnswer> {
    const { store, clock, ids } = this.#deps;
    const nowMs = clock.now();
    const budgets = this.#of(payer, nowMs);
    if (budgets.length === 0) return UNPAID;
    const reservation = { id: ids.newId(), amountMicros, accounts: budgets, expiresAtMs: nowMs + HELD_FOR_MS };
    const outcome = await this.#try(() => store.reserve(reservation, nowMs));
    if (!outcome) return UNPAID;
    if (outcome.kind === 'refused') {
      // After a reload a budget that is spent lets nobody in from whom it could be learnt how it stands.
      if (!this.#known.has(outcome.key)) {
        const standings = (await this.#try(() => store.standings(budgets, nowMs))) ?? [];
        for (const [index, standing] of standings.entries()) this.#learn(budgets[index], standing);
      }
      return { kind: 'refused', budget: budgets.find(({ key }) => key === outcome.key)?.name ?? 'unknown' };
    }
    for (const [index, standing] of outcome.standings.entries()) this.#learn(budgets[index], standing);
    const isOverSoftCeiling = budgets.some((budget, index) => isOver(budget, outcome.standings[index], amountMicros));
    return this.#ticket(reservation, isOverSoftCeiling);
  }

  /** What the budgets of that payer last said; nothing is asked and nothing held. */
  isKnownOverSoftCeiling(payer: Payer): boolean {
    if (this.#budgets.length === 0) return false;
    return this.#of(payer, this.#deps.clock.now()).some(budget => {
      const known = this.#known.get(budget.key);
      return known !== undefined && isOver(budget, known.standing, 0);
    });
  }

  /** Every budget that was asked in the hour or day that runs. */
  async report(): Promise<readonly BudgetReport[]> {
    const nowMs = this.#deps.clock.now();
    const budgets = [...this.#known.values()].map(({ budget }) => budget).filter(({ endsAtMs }) => endsAtMs > nowMs);
    const standings = await this.#try(() => this.#deps.store.standings(budgets, nowMs));
    return (standings ?? []).flatMap((standing, index) => {
      const budget = budgets[index];
      if (!budget) return [];
      const { name, endsAtMs, softMicros, hardMicros } = budget;
      return [
        {
          ...standing,
          name,
          endsAtMs,
          ...(softMicros !== undefined && { softMicros }),
          ...(hardMicros !== undefined && { hardMicros }),
        },
      ];
    });
  }

  #ticket(reservation: BudgetReservation, isOverSoftCeiling: boolean): BudgetTicket {
    const { store } = this.#deps;
    let isReleased = false;
    return {
      kind: 'admitted',
      isOverSoftCeiling,
      charge: micros => {
        if (micros > 0) void this.#try(() => store.charge(reservation, micros));
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        void this.#try(() => store.release(reservation));
      },
    };
  }

  #of(payer: Payer, nowMs: number): readonly CurrentBudget[] {
    return budgetsOf(this.#budgets, payer, nowMs, this.#dayOffsetMs);
  }

  #learn(budget: CurrentBudget | undefined, standing: BudgetStanding): void {
    if (!budget) return;
    this.#known.delete(budget.key);
    this.#known.set(budget.key, { budget, standing });
    if (this.#known.size <= MAX_KNOWN) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }

  async #try<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1) {
        this.#deps.logger.error({ error: messageOf(error) }, 'Budgets cannot be asked; calls go on without them.');
      }
      return undefined;
    }
  }
}

/** What is held counts, but for the call's own part. */
function isOver({ softMicros }: CurrentBudget, standing: BudgetStanding | undefined, ownMicros: number): boolean {
  if (softMicros === undefined || !standing) return false;
  return standing.spentMicros + standing.reservedMicros - ownMicros >= softMicros;
}
