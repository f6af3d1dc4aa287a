import type { SequenceRange } from '../journal/sequence-ranges.ts';

/**
 * Remembers, in the same store as the events, which vital events of a producer have arrived there. The producer reads
 * it to learn what its journal may forget.
 */
export interface WatermarkStore {
  /** Adds to what is known. Atomic: of two that add at once neither is lost. Adding the same again changes nothing. */
  add(producer: string, ranges: readonly SequenceRange[]): Promise<void>;

  /** What is known, merged and in order; empty for a producer that nobody knows. */
  read(producer: string): Promise<readonly SequenceRange[]>;
}
