import { DatabaseBusyError } from '../errors.ts';
import type { LockPatience } from './lock-patience.ts';
import type { Writer, WriterOutcome } from './write-groups.ts';

interface Waiting extends Writer {
  readonly sinceMs: number;
  settle(outcome: WriterOutcome): void;
}

/** So that nobody waits long for those beside. */
const MAX_TOGETHER = 64;

/**
 * Lets writers in, in groups: those that come within one turn of the event loop, or while a group is at work, go
 * together, in the order of their arrival. One group at a time: many that try against a lock would block the thread.
 */
export class WriterQueue {
  readonly #write: (writers: readonly Writer[]) => Promise<readonly WriterOutcome[]>;
  readonly #patience: LockPatience;
  #waiting: Waiting[] = [];
  #atWork: Promise<void> | undefined;

  constructor(patience: LockPatience, write: (writers: readonly Writer[]) => Promise<readonly WriterOutcome[]>) {
    this.#patience = patience;
    this.#write = write;
  }

  /** @throws what the work throws, and `DatabaseBusyError` when a lock did not come free in time */
  enter<Value>(writer: Writer): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const settle = (outcome: WriterOutcome): void =>
      outcome.kind === 'done' ? resolve(outcome.value as Value) : reject(outcome.error);
    this.#waiting.push({ ...writer, sinceMs: this.#patience.nowMs(), settle });
    this.#atWork ??= this.#work();
    return promise;
  }

  /** Once nobody waits. */
  async empty(): Promise<void> {
    while (this.#atWork) await this.#atWork;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise(resolve => setImmediate(resolve));
      const group = this.#waiting.slice(0, MAX_TOGETHER);
      this.#waiting = this.#waiting.slice(MAX_TOGETHER);
      await this.#settle(group);
    }
    this.#atWork = undefined;
  }

  async #settle(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#patience.repeat(() => this.#write(group), group[0]?.sinceMs);
      for (const [position, outcome] of outcomes.entries()) group[position]?.settle(outcome);
    } catch (error) {
      if (error instanceof DatabaseBusyError) this.#dismissImpatient(group, error);
      else if (group.length === 1) group[0]?.settle({ kind: 'failed', error });
      // One of them has spoilt it for all: each for itself, then.
      else for (const writer of group) await this.#settle([writer]);
    }
  }

  /** The others of the group have not waited as long as its first. */
  #dismissImpatient(group: readonly Waiting[], error: DatabaseBusyError): void {
    const patient = group.filter(({ sinceMs }) => this.#patience.holds(sinceMs));
    this.#waiting = [...patient, ...this.#waiting];
    for (const writer of group) {
      if (!patient.includes(writer)) writer.settle({ kind: 'failed', error });
    }
  }
}
