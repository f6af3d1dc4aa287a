import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SinkUnavailableError } from '@naru/events';
import type { Clock } from '@naru/kernel';
import type { EventDatabase } from './worker/event-database.ts';
import { CLOSE, type Answer, type Question, type WorkerOptions } from './worker/protocol.ts';

export interface EventDatabaseThreadOptions {
  readonly path: string;
  readonly clock: Clock;
}

type Table = keyof EventDatabase;
type Methods<Of extends Table> = EventDatabase[Of];
type Call = (...values: never[]) => unknown;

interface Asked {
  resolve(value: unknown): void;
  reject(error: SinkUnavailableError): void;
}

/** It holds a batch or a page at a time; with more room it would only look for garbage later. */
const MEMORY = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };
/** A thread that ends is not started again sooner, so that a broken file does not keep the processor busy. */
const REST_MS = 1_000;

/** Asks the thread that has the file of events open. A thread that died is started anew when it is next asked. */
export class EventDatabaseThread {
  readonly #options: EventDatabaseThreadOptions;
  readonly #asked = new Map<number, Asked>();
  #worker: Worker | undefined;
  #lastId = 0;
  #endedAtMs = -Infinity;
  #isClosed = false;

  constructor(options: EventDatabaseThreadOptions) {
    this.#options = options;
  }

  /** @throws {SinkUnavailableError} whatever went wrong: the file is away, locked, full or broken, or the thread died */
  async ask<Of extends Table, Method extends keyof Methods<Of> & string>(
    table: Of,
    method: Method,
    ...values: Methods<Of>[Method] extends Call ? Parameters<Methods<Of>[Method]> : never
  ): Promise<Methods<Of>[Method] extends Call ? ReturnType<Methods<Of>[Method]> : never> {
    if (this.#isClosed) throw new SinkUnavailableError('The file of events is closed.');
    return (await this.#post(table, method, values)) as never;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const worker = this.#worker;
    if (!worker) return;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    worker.once('exit', () => resolve());
    // Nothing else may keep the process alive until the file is closed.
    worker.ref();
    // It may have been let go of; whoever waits for its end must not be left alone.
    worker.ref();
    worker.postMessage({ id: 0, table: '', method: CLOSE, values: [] } satisfies Question);
    await ended;
  }

  async #post(table: string, method: string, values: readonly unknown[]): Promise<unknown> {
    const worker = this.#running();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = (this.#lastId += 1);
    this.#asked.set(id, { resolve, reject });
    // A process with a question open is not at its end.
    worker.ref();
    worker.postMessage({ id, table, method, values } satisfies Question);
    return promise;
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const { path, clock } = this.#options;
    if (clock.monotonicMs() - this.#endedAtMs < REST_MS) {
      throw new SinkUnavailableError('The thread of the file of events has just ended.');
    }
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new SinkUnavailableError('The folder of the file of events cannot be made.', { cause: error });
    }
    const workerData: WorkerOptions = { path };
    const worker = new Worker(new URL('./worker/event-worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: MEMORY,
    });
    let fault = 'it ended';
    worker.on('message', (answer: Answer) => this.#settle(worker, answer));
    worker.on('error', error => (fault = error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => this.#ended(worker, fault));
    this.#worker = worker;
    return worker;
  }

  #settle(worker: Worker, answer: Answer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if (this.#asked.size === 0 && !this.#isClosed) worker.unref();
    if (answer.kind === 'value') asked?.resolve(answer.value);
    else asked?.reject(new SinkUnavailableError(`The file of events failed: ${answer.message}`));
  }

  #ended(worker: Worker, fault: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#endedAtMs = this.#options.clock.monotonicMs();
    for (const { reject } of this.#asked.values()) {
      reject(new SinkUnavailableError(`The thread of the file of events is gone: ${fault}.`));
    }
    this.#asked.clear();
  }
}
