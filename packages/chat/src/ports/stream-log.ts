import type { TurnChunk } from '../turn/turn-chunk.ts';

export interface LoggedChunk {
  /** From 1, without holes, within its stream. */
  readonly seq: number;
  readonly chunk: TurnChunk;
}

/**
 * Keeps the chunks of answers, so that a reader may come late, leave and come back. The producer is never
 * blocked by a reader.
 */
export interface StreamLog {
  /** Begins a stream. Subscribe after this, or find nothing. */
  open(streamId: string): void;
  /** Adds chunks in order. After a terminal chunk nothing more is taken. */
  append(streamId: string, chunks: readonly TurnChunk[]): void;
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
