import type { LoggedChunk } from './stream-log.ts';

/** Keeps ended streams beyond the process that made them, so that readers go on with the next one. */
export interface StreamArchive {
  /** Keeps streams; one that is there already stays as it is. Those that are over at `nowMs` are let go. */
  keep(streams: readonly ArchivedStream[], nowMs: number): Promise<void>;
  /** The whole stream; `undefined` where none was kept, or its time is over. */
  find(streamId: string, nowMs: number): Promise<readonly LoggedChunk[] | undefined>;
}

export interface ArchivedStream {
  readonly streamId: string;
  readonly untilMs: number;
  /** From the first on, ending with the terminal chunk, none of them merged. */
  readonly chunks: readonly LoggedChunk[];
}
