/**
 * Where the journal keeps its segments. One process at a time uses a folder. Names are made by the journal and hold
 * only letters, digits, `-` and `.`.
 */
export interface JournalFolder {
  /** The segments there are, in the order of their names. */
  list(): Promise<readonly SegmentFile[]>;

  /** Everything in the segment, also what a crash has damaged. */
  read(name: string): Promise<Uint8Array>;

  /** Makes an empty segment and opens it. @throws {JournalWriteError} also when it exists */
  create(name: string): JournalFile;

  /** Removing one that is not there does nothing. */
  remove(name: string): Promise<void>;
}

export interface SegmentFile {
  readonly name: string;
  readonly bytes: number;
}

/** A segment that is being written. */
export interface JournalFile {
  /**
   * Hands the bytes to the operating system before it returns: they outlive this process, not yet a power cut.
   * The bytes are the caller's again afterwards.
   *
   * @throws {JournalWriteError} when they could not be written whole; how much was written is unknown
   */
  append(bytes: Uint8Array): void;

  /** Resolves once everything appended before the call outlives a power cut. @throws {JournalWriteError} */
  sync(): Promise<void>;

  /** Syncs and closes. Closing twice does nothing. */
  close(): Promise<void>;
}
