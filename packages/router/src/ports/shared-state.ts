/**
 * What several instances know together. Values are text of whoever writes them; times are the store's own, because
 * the clocks of two instances have nothing in common.
 *
 * Every method may reject when the store cannot be reached, and may take its time: callers bound their waits. Nothing
 * here is a source of truth; an instance that cannot reach it goes on by what it knows.
 */
export interface SharedState {
  /** Keeps a value for everybody and tells every listener; of two writes, the later one stays. */
  put(entry: SharedEntry, ttlMs: number): Promise<void>;
  /** Takes a value away and tells every listener. Nothing happens where there is none. */
  remove(entry: Pick<SharedEntry, 'topic' | 'key' | 'origin'>): Promise<void>;
  /** What is kept for a topic now, in no order. What has outlived its time is not in it. */
  entries(topic: SharedTopic): Promise<readonly SharedChange[]>;
  /**
   * Tells of every change from now on, within a second and in the order of the writes of one origin; also of the
   * listener's own. Who was cut off is told every value that is kept, once the store is back.
   *
   * @returns ends the listening; calling it twice does nothing
   */
  listen(listener: (change: SharedChange) => void): () => void;
  /**
   * Gives the lease to one holder at a time: whoever asks first, until it expires or is given back. The holder itself
   * gets it anew, with the whole time.
   */
  acquire(lease: string, holder: string, ttlMs: number): Promise<boolean>;
  /** Gives a lease back. Does nothing for anybody but its holder. */
  release(lease: string, holder: string): Promise<void>;
}

export type SharedTopic = 'health' | 'override';

export interface SharedEntry {
  readonly topic: SharedTopic;
  readonly key: string;
  readonly value: string;
  /** Id of the instance that wrote it. */
  readonly origin: string;
}

export interface SharedChange extends Omit<SharedEntry, 'value'> {
  /** Missing where it was taken away. */
  readonly value?: string;
  /** Milliseconds since it was written, by the store's clock; 0 for a change that is told as it happens. */
  readonly ageMs: number;
}
