import type { TurnChunk } from '../turn/turn-chunk.ts';

export interface LoggedChunk {
  /** From 1, without holes, within its stream. */
  readonly seq: number;
  /** Where text deltas were merged into this one: the `seq` of the first of them. Missing: nothing was merged. */
  readonly from?: number;
  readonly chunk: TurnChunk;
}

/**
 * Keeps the chunks of answers, so that a reader may come late, leave and come back. The producer is never
 * blocked by a reader. A reader that lags may get neighbouring text deltas of one part merged into one.
 */
export interface StreamLog {
  /** Begins a stream. Subscribe after this, or find nothing. Opening it again changes nothing. */
  open(streamId: string): void;
  /** Adds chunks in order. After a terminal chunk, or without `open`, nothing is taken. */
  append(streamId: string, chunks: readonly TurnChunk[]): void;
  /** Whether the stream is still here to be read. */
  has(streamId: string): Promise<boolean>;
  /**
   * What was logged after `afterSeq` (0: all), then what comes, in batches, until the terminal chunk has been
   * given or `signal` aborts (then it ends without an error). `undefined` when the stream is not here any more.
   */
  read(
    streamId: string,
    afterSeq: number,
    signal: AbortSignal,
  ): Promise<AsyncIterable<readonly LoggedChunk[]> | undefined>;
}
