import { messageOf, type Clock, type Logger, type Timer } from '@naru/kernel';
import type { JournalFile, JournalFolder } from '../ports/journal-folder.ts';
import type { JournalStanding } from '../pipeline/event-pipeline.ts';
import { readSegment, RecordWriter } from './segment-format.ts';
import { mergeRanges, missingIn, rangesOf, watermarkOf, type SequenceRange } from './sequence-ranges.ts';

export interface JournalSettings {
  /** The journal takes no more than this in all. */
  readonly maxBytes: number;
  readonly segmentBytes: number;
  /** Synced when so many records or so much time have come together. */
  readonly groupRecords: number;
  readonly groupMs: number;
  /** After a failure nothing is tried for so long. */
  readonly restMs: number;
}

export const JOURNAL_DEFAULTS: JournalSettings = {
  maxBytes: 268_435_456,
  segmentBytes: 8_388_608,
  groupRecords: 64,
  groupMs: 20,
  restMs: 1_000,
};

export interface JournalDeps {
  readonly folder: JournalFolder;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly producer: string;
  readonly settings?: JournalSettings;
}

interface Segment {
  readonly name: string;
  readonly first: number;
  last: number;
  bytes: number;
}

interface OpenSegment extends Segment {
  readonly file: JournalFile;
}

/** An instant, and the last sequence written before it. */
interface Mark {
  readonly untilMs: number;
  sequence: number;
}

const MARK_EVERY_MS = 1_000;

/**
 * Vital events of this run, until the store has them. Each is handed to the operating system before the caller goes
 * on, so that a killed process loses none; syncing in groups bounds what a power cut takes.
 */
export class Journal {
  readonly #deps: JournalDeps;
  readonly #settings: JournalSettings;
  readonly #writer = new RecordWriter();
  #closed: Segment[] = [];
  #open: OpenSegment | undefined;
  #segmentsMade = 0;
  #bytes = 0;
  #foreignBytes = 0;
  /** Sequences that the journal need not keep: the store has them, or they could not be written here. */
  #settled: readonly SequenceRange[] = [];
  #marks: Mark[] = [];
  #last = 0;
  #unsynced = 0;
  #syncTimer: Timer | undefined;
  #restsUntilMs = -Infinity;
  #failures = 0;
  #reoffered = 0;

  constructor(deps: JournalDeps) {
    this.#deps = deps;
    this.#settings = deps.settings ?? JOURNAL_DEFAULTS;
  }

  get standing(): JournalStanding {
    return {
      bytes: this.#bytes + this.#foreignBytes,
      segments: this.#closed.length + (this.#open ? 1 : 0),
      last: this.#last,
      watermark: watermarkOf(this.#settled),
      failures: this.#failures,
      reoffered: this.#reoffered,
    };
  }

  /** Writes a vital event. @returns whether it is in the journal; if not, the event has to go its way without */
  append(sequence: number, text: string): boolean {
    this.#last = sequence;
    const bytes = this.#writer.write(sequence, text);
    if (!this.#hasRoomFor(bytes.length)) return this.#goOnWithout(sequence);
    try {
      const segment = this.#segmentFor(sequence);
      segment.file.append(bytes);
      segment.last = sequence;
      segment.bytes += bytes.length;
    } catch (error) {
      this.#giveUpSegment(error);
      return this.#goOnWithout(sequence);
    }
    this.#bytes += bytes.length;
    this.#mark(sequence);
    this.#syncSoon();
    return true;
  }

  /** Tells what segments of earlier runs take of the folder's share; they count against the limit. */
  shareFolder(bytes: number): void {
    this.#foreignBytes = bytes;
  }

  /** The store, or a synced spill, has these events of this run. */
  settle(sequences: Iterable<number>): void {
    this.adopt(rangesOf(sequences));
  }

  /** What the store says that it has. */
  adopt(ranges: readonly SequenceRange[]): void {
    if (ranges.length === 0) return;
    this.#settled = mergeRanges([...this.#settled, ...ranges]);
    const done = this.#closed.filter(segment => this.#isSettled(segment));
    this.#closed = this.#closed.filter(segment => !done.includes(segment));
    for (const segment of done) void this.#forget(segment);
  }

  /** Events that should have reached the store by now: written longer ago than `ageMs` and still not settled. */
  async overdue(ageMs: number, limit: number): Promise<readonly { sequence: number; text: string }[]> {
    const before = this.#deps.clock.monotonicMs() - ageMs;
    const last = this.#marks.findLast(({ untilMs }) => untilMs <= before)?.sequence ?? 0;
    const missing = missingIn(this.#settled, { first: 1, last });
    const found: { sequence: number; text: string }[] = [];
    for (const segment of [...this.#closed, ...(this.#open ? [this.#open] : [])]) {
      if (found.length >= limit) break;
      if (!missing.some(({ first, last }) => first <= segment.last && last >= segment.first)) continue;
      const { records } = readSegment(await this.#deps.folder.read(segment.name));
      const wanted = records.filter(({ sequence }) => isIn(missing, sequence));
      found.push(...wanted.slice(0, limit - found.length));
    }
    this.#reoffered += found.length;
    return found;
  }

  async sync(): Promise<void> {
    this.#syncTimer?.cancel();
    this.#syncTimer = undefined;
    this.#unsynced = 0;
    try {
      await this.#open?.file.sync();
    } catch (error) {
      this.#giveUpSegment(error);
    }
  }

  /** Syncs, and removes what is settled. What is not stays for the next run. */
  async close(): Promise<void> {
    await this.sync();
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    await open.file.close().catch(() => {});
    if (this.#isSettled(open)) await this.#forget(open);
  }

  #isSettled({ first, last }: Segment): boolean {
    return missingIn(this.#settled, { first, last }).length === 0;
  }

  async #forget({ name, bytes }: Segment): Promise<void> {
    this.#bytes -= bytes;
    try {
      await this.#deps.folder.remove(name);
    } catch (error) {
      // It stays until the next start, which offers it again; the store knows its events.
      this.#deps.logger.warn({ segment: name, error: messageOf(error) }, 'A settled journal segment stays behind.');
    }
  }

  #hasRoomFor(bytes: number): boolean {
    return (
      this.#bytes + this.#foreignBytes + bytes <= this.#settings.maxBytes &&
      this.#deps.clock.monotonicMs() >= this.#restsUntilMs
    );
  }

  #segmentFor(sequence: number): OpenSegment {
    if (this.#open && this.#open.bytes < this.#settings.segmentBytes) return this.#open;
    if (this.#open) this.#closeOpen(this.#open);
    this.#segmentsMade += 1;
    const name = `${this.#deps.producer}-${String(this.#segmentsMade).padStart(8, '0')}.seg`;
    const file = this.#deps.folder.create(name);
    this.#open = { name, file, first: sequence, last: sequence, bytes: 0 };
    return this.#open;
  }

  #closeOpen(segment: OpenSegment): void {
    this.#open = undefined;
    this.#closed.push(segment);
    segment.file.close().catch((error: unknown) => this.#complain(error));
    if (this.#isSettled(segment)) this.adopt([{ first: segment.first, last: segment.last }]);
  }

  #giveUpSegment(error: unknown): void {
    this.#complain(error);
    this.#restsUntilMs = this.#deps.clock.monotonicMs() + this.#settings.restMs;
    if (this.#open) this.#closeOpen(this.#open);
  }

  #complain(error: unknown): void {
    this.#deps.logger.error({ error: messageOf(error) }, 'The journal of events cannot be written.');
  }

  #goOnWithout(sequence: number): false {
    this.#failures += 1;
    this.#settled = mergeRanges([...this.#settled, { first: sequence, last: sequence }]);
    return false;
  }

  #mark(sequence: number): void {
    const nowMs = this.#deps.clock.monotonicMs();
    const latest = this.#marks.at(-1);
    if (latest && nowMs < latest.untilMs) {
      latest.sequence = sequence;
      return;
    }
    this.#marks.push({ untilMs: nowMs + MARK_EVERY_MS, sequence });
    const watermark = watermarkOf(this.#settled);
    // Only the latest mark at or below the watermark says anything still.
    while (this.#marks.length > 1 && this.#marks[1]!.sequence <= watermark) this.#marks.shift();
  }

  #syncSoon(): void {
    this.#unsynced += 1;
    if (this.#unsynced >= this.#settings.groupRecords) void this.sync();
    else this.#syncTimer ??= this.#deps.clock.schedule(this.#settings.groupMs, () => void this.sync());
  }
}

function isIn(ranges: readonly SequenceRange[], sequence: number): boolean {
  return ranges.some(({ first, last }) => first <= sequence && sequence <= last);
}
