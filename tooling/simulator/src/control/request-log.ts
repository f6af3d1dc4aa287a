import type { LogEntry } from './log-entry.ts';

export interface LogLimits {
  readonly maxEntries: number;
  /** Only the latest so many entries keep the text of their body. */
  readonly maxBodies: number;
}

/** The latest requests, in bounded memory, with a way to wait for what is not there yet. */
export class RequestLog {
  readonly #limits: LogLimits;
  readonly #entries = new Map<number, LogEntry>();
  readonly #waiters = new Set<() => void>();
  #lastId = 0;
  #dropped = 0;

  constructor(limits: LogLimits) {
    this.#limits = limits;
  }

  /** Entries lost to the limit since the last clearing. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds an entry under the next id. */
  open(entry: Omit<LogEntry, 'id' | 'framesWritten' | 'bytesWritten'>): number {
    const id = ++this.#lastId;
    this.#entries.set(id, { ...entry, id, framesWritten: 0, bytesWritten: 0 });
    this.#forgetBody(id - this.#limits.maxBodies);
    if (this.#entries.size > this.#limits.maxEntries) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
      this.#dropped += 1;
    }
    this.#wake();
    return id;
  }

  /** Changes an entry; one that was dropped or cleared stays away. */
  change(id: number, change: (entry: LogEntry) => Partial<LogEntry>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.set(id, { ...entry, ...change(entry) });
    this.#wake();
  }

  /** Counts what was written. Apart from `change`, because it happens for every frame. */
  count(id: number, bytes: number, endedFrame: boolean): void {
    const entry = this.#entries.get(id) as { framesWritten: number; bytesWritten: number } | undefined;
    if (!entry) return;
    entry.bytesWritten += bytes;
    entry.framesWritten += Number(endedFrame);
    if (this.#waiters.size > 0) this.#wake();
  }

  get(id: number): LogEntry | undefined {
    return this.#entries.get(id);
  }

  /** Oldest first. */
  entries(): readonly LogEntry[] {
    return [...this.#entries.values()].map(entry => ({ ...entry }));
  }

  /** Forgets everything; ids go on, so that an answer still under way writes nowhere. */
  clear(): void {
    this.#entries.clear();
    this.#dropped = 0;
  }

  /** Resolves with the first entry that fits, now or later, or with nothing when the signal aborts. */
  async find(fits: (entry: LogEntry) => boolean, signal: AbortSignal): Promise<LogEntry | undefined> {
    for (;;) {
      for (const entry of this.#entries.values()) if (fits(entry)) return { ...entry };
      if (signal.aborted) return undefined;
      await this.#changed(signal);
    }
  }

  async #changed(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#waiters.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    this.#waiters.delete(wake);
    signal.removeEventListener('abort', wake);
  }

  #wake(): void {
    for (const wake of this.#waiters) wake();
  }

  #forgetBody(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const { bodyText: _, ...kept } = entry;
    this.#entries.set(id, kept);
  }
}
