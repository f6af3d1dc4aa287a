import { JournalWriteError } from '../errors.ts';
import type { JournalFile, JournalFolder, SegmentFile } from '../ports/journal-folder.ts';

interface Segment {
  readonly bytes: number[];
  synced: number;
}

/** The reference `JournalFolder`. A test may cut the power, which loses what was not synced, and break the disk. */
export class MemoryJournalFolder implements JournalFolder {
  readonly #segments = new Map<string, Segment>();
  #failure: string | undefined;

  /** From now on nothing can be made, written or synced; `undefined` mends it. */
  break(reason: string | undefined): void {
    this.#failure = reason;
  }

  /**
   * Forgets what was not synced.
   *
   * @param kept how many of the unsynced bytes of each segment survive all the same
   */
  cutPower(kept: (unsynced: number) => number = () => 0): void {
    for (const segment of this.#segments.values()) {
      segment.bytes.length =
        segment.synced + Math.min(kept(segment.bytes.length - segment.synced), segment.bytes.length - segment.synced);
    }
  }

  async list(): Promise<readonly SegmentFile[]> {
    return [...this.#segments]
      .map(([name, { bytes }]) => ({ name, bytes: bytes.length }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async read(name: string): Promise<Uint8Array> {
    const segment = this.#segments.get(name);
    if (!segment) throw new JournalWriteError(`There is no journal segment ${name}.`);
    return Uint8Array.from(segment.bytes);
  }

  create(name: string): JournalFile {
    this.#check();
    if (this.#segments.has(name)) throw new JournalWriteError(`The journal segment ${name} exists already.`);
    const segment: Segment = { bytes: [], synced: 0 };
    this.#segments.set(name, segment);
    return {
      append: bytes => {
        this.#check();
        for (const byte of bytes) segment.bytes.push(byte);
      },
      sync: async () => {
        this.#check();
        segment.synced = segment.bytes.length;
      },
      close: async () => {
        segment.synced = segment.bytes.length;
      },
    };
  }

  async remove(name: string): Promise<void> {
    this.#segments.delete(name);
  }

  #check(): void {
    if (this.#failure) throw new JournalWriteError(`The journal cannot be written: ${this.#failure}.`);
  }
}
