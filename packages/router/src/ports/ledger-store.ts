import type { DecisionRecord, LedgerRow, RecordedConfiguration } from '../money/ledger.ts';

/** Keeps what was decided, what was tried and what it cost. Every method is atomic, also between processes. */
export interface LedgerStore {
  /**
   * Begins a run of an instance, and closes those of the same instance that were never closed: it must have died.
   *
   * @returns what they had begun and not written; told once
   */
  openRun(run: LedgerRun): Promise<LedgerLoss>;
  /** Keeps all of the batch or nothing. What is there already stays as it is, so that a batch may be sent again. */
  write(batch: LedgerBatch): Promise<void>;
  /** The run has written all that it began. Closing twice does nothing. */
  closeRun(runId: string): Promise<void>;
  /** Attempts that began in [sinceMs, untilMs), oldest first. */
  attempts(query: LedgerQuery): Promise<readonly LedgerRow[]>;
  /** Decisions that were made in [sinceMs, untilMs), oldest first. */
  decisions(query: LedgerQuery): Promise<readonly DecisionRecord[]>;
  findDecision(id: string): Promise<DecisionRecord | undefined>;
  findConfiguration(id: string): Promise<RecordedConfiguration | undefined>;
  /** What was spent in each full hour (UTC) from the one in which `sinceMs` lies, in no order. */
  spentSince(sinceMs: number): Promise<readonly SpentInHour[]>;
  /** Forgets attempts and decisions older than that. @returns how many attempts */
  forgetBefore(beforeMs: number): Promise<number>;
}

export interface LedgerRun {
  readonly id: string;
  /** The same for a process that was started again in another one's place. */
  readonly instance: string;
  readonly startedAtMs: number;
}

export interface LedgerLoss {
  readonly runs: number;
  readonly attempts: number;
}

export interface LedgerBatch {
  readonly runId: string;
  /** How many attempts the run has begun, those of this batch included; never goes down. */
  readonly begunAttempts: number;
  readonly attempts: readonly LedgerRow[];
  readonly decisions: readonly DecisionRecord[];
  readonly configurations: readonly RecordedConfiguration[];
}

export interface LedgerQuery {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly limit: number;
}

export interface SpentInHour {
  readonly hourStartMs: number;
  readonly tenant: string | undefined;
  readonly assistant: string | undefined;
  readonly micros: number;
}
