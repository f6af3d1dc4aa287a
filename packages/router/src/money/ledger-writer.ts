import { messageOf, type Clock, type Ids, type Logger, type Timer } from '@naru/kernel';
import type { LedgerBatch, LedgerLoss, LedgerStore } from '../ports/ledger-store.ts';
import type { DecisionRecord, LedgerRow, RecordedConfiguration } from './ledger.ts';

/** What a crash may lose: the wait, and the time that the store takes. */
const WAIT_MS = 40;
const MAX_BATCH = 256;
/** While the store is away; what comes on top is lost, and counted. */
const MAX_WAITING = 20_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const TRIES_AT_THE_END = 3;

export interface LedgerWriterDeps {
  readonly store: LedgerStore;
  /** The same after a restart, different for another instance over the same store. */
  readonly instance: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/**
 * Writes the ledger behind the answers: nobody waits for it. A row is in the store 40 ms later, sooner where 256 have
 * come; where the store fails, the same rows are sent again until they are in.
 */
export class LedgerWriter {
  readonly #deps: LedgerWriterDeps;
  readonly #runId: string;
  #attempts: LedgerRow[] = [];
  #decisions: DecisionRecord[] = [];
  #configurations: RecordedConfiguration[] = [];
  #begun = 0;
  #begunWritten = 0;
  #written = 0;
  #lost = 0;
  #failures = 0;
  #isOpen = false;
  #isClosed = false;
  #timer: Timer | undefined;
  #writing: Promise<boolean> | undefined;

  constructor(deps: LedgerWriterDeps) {
    this.#deps = deps;
    this.#runId = deps.ids.newId();
  }

  /** Rows that were given up since the start: too many were waiting, or they came after the end. */
  get lost(): number {
    return this.#lost;
  }

  get waiting(): number {
    return this.#attempts.length + this.#decisions.length;
  }

  /** Until then everything waits. @returns what the run before this one lost by dying */
  async open(): Promise<LedgerLoss> {
    const { store, instance, clock } = this.#deps;
    const loss = await store.openRun({ id: this.#runId, instance, startedAtMs: clock.now() });
    this.#isOpen = true;
    this.#plan();
    return loss;
  }

  begun(): void {
    this.#begun += 1;
    this.#plan();
  }

  attempt(row: LedgerRow): void {
    if (this.#takes()) this.#attempts.push(row);
    this.#plan();
  }

  decided(record: DecisionRecord): void {
    if (this.#takes()) this.#decisions.push(record);
    this.#plan();
  }

  configured(configuration: RecordedConfiguration): void {
    this.#configurations.push(configuration);
    this.#plan();
  }

  /** Writes what waits and ends the run. @returns how many rows could not be written */
  async close(): Promise<number> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#writing;
    let tries = 0;
    while (this.#isOpen && this.#hasWork && tries < TRIES_AT_THE_END) {
      if (!(await this.#writeOnce())) tries += 1;
    }
    const left = this.waiting;
    this.#lost += left;
    // A run that is left open is one that has lost something, and the next start will say so.
    const isComplete = left === 0 && this.#begun <= this.#written;
    if (this.#isOpen && isComplete) await this.#deps.store.closeRun(this.#runId).catch(() => {});
    return left;
  }

  get #hasWork(): boolean {
    return this.waiting + this.#configurations.length > 0 || this.#begun > this.#begunWritten;
  }

  #takes(): boolean {
    const isTaken = !this.#isClosed && this.waiting < MAX_WAITING;
    if (!isTaken) this.#lost += 1;
    return isTaken;
  }

  #plan(): void {
    if (!this.#isOpen || this.#isClosed || this.#writing || !this.#hasWork) return;
    const isFull = this.waiting >= MAX_BATCH && this.#failures === 0;
    if (isFull) return this.#start();
    const retryMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    this.#timer ??= this.#deps.clock.schedule(this.#failures > 0 ? retryMs : WAIT_MS, () => this.#start());
  }

  #start(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#writing = this.#writeOnce().finally(() => {
      this.#writing = undefined;
      this.#plan();
    });
  }

  async #writeOnce(): Promise<boolean> {
    const batch: LedgerBatch = {
      runId: this.#runId,
      begunAttempts: this.#begun,
      attempts: this.#attempts.slice(0, MAX_BATCH),
      decisions: this.#decisions.slice(0, MAX_BATCH),
      configurations: [...this.#configurations],
    };
    try {
      await this.#deps.store.write(batch);
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1) {
        const fields = { error: messageOf(error), waiting: this.waiting };
        this.#deps.logger.error(fields, 'The ledger cannot be written; it is tried again until it can.');
      }
      return false;
    }
    this.#failures = 0;
    this.#begunWritten = batch.begunAttempts;
    this.#written += batch.attempts.length;
    this.#attempts.splice(0, batch.attempts.length);
    this.#decisions.splice(0, batch.decisions.length);
    this.#configurations.splice(0, batch.configurations.length);
    return true;
  }
}
