/**
 * Texts set aside while their way is blocked, oldest first. Also where those go that no store will take. One process
 * at a time uses it.
 */
export interface SpillFile {
  /**
   * Resolves once the texts outlive a power cut. A crash meanwhile leaves some first ones of them, each whole.
   *
   * @throws {SpillWriteError} when it is full or cannot be written: none, some or all of them may be there
   */
  append(texts: readonly string[]): Promise<void>;

  /** The oldest texts, until they are removed; `undefined` when there are none. Later texts go elsewhere meanwhile. */
  oldest(): Promise<SpillChunk | undefined>;

  /** Removes a chunk that `oldest` gave. Removing twice does nothing. */
  remove(chunk: SpillChunk): Promise<void>;

  /** Bytes on disk, as far as known without looking. */
  readonly bytes: number;

  close(): Promise<void>;
}

export interface SpillChunk {
  /** The adapter's own mark. */
  readonly name: string;
  readonly texts: readonly string[];
  /** Texts that a crash or the disk has damaged; they are left out. */
  readonly damaged: number;
}
