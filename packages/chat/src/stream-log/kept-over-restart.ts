import type { Clock } from '@naru/kernel';
import type { MemoryStreamLog } from '../memory/memory-stream-log.ts';
import type { ArchivedStream, StreamArchive } from '../ports/stream-archive.ts';
import type { LoggedChunk, StreamLog } from '../ports/stream-log.ts';

export interface KeptStreamLog extends StreamLog {
  /** Hands what has ended and may still be asked for to the archive; the last thing that a process does with it. */
  handOver(): Promise<void>;
}

/** Streams handed over at once, so that no more than these are in memory twice. */
const PIECE = 50;

/** A log in memory whose streams can be read from the next process once this one has stopped in order. */
export function keptOverRestart(log: MemoryStreamLog, archive: StreamArchive, clock: Clock): KeptStreamLog {
  return {
    open: streamId => log.open(streamId),
    append: (streamId, chunks) => log.append(streamId, chunks),
    async has(streamId) {
      return (await log.has(streamId)) || (await archive.find(streamId, clock.now())) !== undefined;
    },
    async read(streamId, afterSeq, signal) {
      const here = await log.read(streamId, afterSeq, signal);
      if (here) return here;
      const kept = await archive.find(streamId, clock.now());
      return (
        kept &&
        readKept(
          kept.filter(({ seq }) => seq > afterSeq),
          signal,
        )
      );
    },
    async handOver() {
      let piece: ArchivedStream[] = [];
      const nowMs = clock.now();
      for (const { streamId, leftMs, chunks } of log.ended()) {
        piece.push({ streamId, untilMs: nowMs + Math.ceil(leftMs), chunks });
        if (piece.length < PIECE) continue;
        await archive.keep(piece, nowMs);
        piece = [];
      }
      await archive.keep(piece, nowMs);
    },
  };
}

async function* readKept(
  chunks: readonly LoggedChunk[],
  signal: AbortSignal,
): AsyncGenerator<readonly LoggedChunk[], void, undefined> {
  if (chunks.length > 0 && !signal.aborted) yield chunks;
}
