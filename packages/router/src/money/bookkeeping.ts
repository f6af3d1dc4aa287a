import type { Clock, Ids, Logger } from '@naru/kernel';
import type { CallLabels } from '@naru/language-model';
import type { Decision } from '../decision/decision.ts';
import type { Features } from '../decision/features.ts';
import type { Snapshot } from '../decision/snapshot.ts';
import type { Override } from '../overrides/override.ts';
import type { BudgetStore } from '../ports/budget-store.ts';
import type { LedgerLoss, LedgerStore } from '../ports/ledger-store.ts';
import type { Provider } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';
import type { AttemptEndedEvent, ProbeEndedEvent } from '../telemetry/router-event.ts';
import { BudgetGate } from './budget-gate.ts';
import { decisionRecordOf, recordedConfigurationOf } from './decision-record.ts';
import { ledgerRowOf, ledgerRowOfProbe } from './ledger-row.ts';
import { LedgerWriter } from './ledger-writer.ts';

export interface BookkeepingDeps {
  readonly ledger: LedgerStore | undefined;
  readonly budgets: BudgetStore | undefined;
  readonly instance: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Longer than any budget's time. */
const LOOK_BACK_MS = 25 * 3_600_000;
const NO_LOSS: LedgerLoss = { runs: 0, attempts: 0 };

/** Who writes down what was decided and what it cost, where there is a ledger, and asks budgets, where there are any. */
export class Bookkeeping {
  readonly gate: BudgetGate | undefined;
  readonly #deps: BookkeepingDeps;
  readonly #writer: LedgerWriter | undefined;
  #configurationId = '';

  constructor(deps: BookkeepingDeps) {
    const { ledger, budgets, instance, clock, ids, logger } = deps;
    this.#deps = deps;
    this.gate = budgets && new BudgetGate({ store: budgets, clock, ids, logger });
    this.#writer = ledger && new LedgerWriter({ store: ledger, instance, clock, ids, logger });
  }

  /** Rows that wait for the store, and those that were given up. */
  get backlog(): { readonly waiting: number; readonly lost: number } {
    return { waiting: this.#writer?.waiting ?? 0, lost: this.#writer?.lost ?? 0 };
  }

  configure(providers: readonly Provider[], settings: RouterSettings): void {
    this.gate?.configure(settings.budgets, settings.budgetDayOffsetMs);
    if (!this.#writer) return;
    const configuration = recordedConfigurationOf(providers, settings);
    if (configuration.id === this.#configurationId) return;
    this.#configurationId = configuration.id;
    this.#writer.configured(configuration);
  }

  /** @throws what the ledger's store throws */
  async open(): Promise<LedgerLoss> {
    const { ledger, clock } = this.#deps;
    const loss = (await this.#writer?.open()) ?? NO_LOSS;
    if (ledger && this.gate) await this.gate.load(await ledger.spentSince(clock.now() - LOOK_BACK_MS));
    return loss;
  }

  /** @returns how many rows could not be written */
  async close(): Promise<number> {
    return (await this.#writer?.close()) ?? 0;
  }

  decided(
    decision: Decision,
    features: Features,
    snapshot: Snapshot,
    { requestId }: CallLabels,
    overrides: readonly Override[],
  ): void {
    if (!this.#writer) return;
    const call = { requestId, configurationId: this.#configurationId, overrides };
    this.#writer.decided(decisionRecordOf(decision, features, snapshot, call));
  }

  attemptStarted(): void {
    this.#writer?.begun();
  }

  attemptEnded(event: AttemptEndedEvent): void {
    this.#writer?.attempt(ledgerRowOf(event, this.#deps.clock.now()));
  }

  /** What is not an answer costs, too. */
  probeEnded(event: ProbeEndedEvent): void {
    this.#writer?.begun();
    this.#writer?.attempt(ledgerRowOfProbe(event, this.#deps.ids.newId()));
  }
}
