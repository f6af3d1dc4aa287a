import type { Clock } from '@naru/kernel';
import type { LoggedChunk, StreamLog } from '../ports/stream-log.ts';
import { LoggedStream } from '../stream-log/logged-stream.ts';

export interface MemoryStreamLogOptions {
  readonly clock: Clock;
  /** How long an ended stream can still be read. */
  readonly keepMs?: number;
  /** Beyond this, a stream's text deltas are merged. */
  readonly maxBytesPerStream?: number;
  /** Of all ended streams together; the one that ended first goes first. */
  readonly maxKeptBytes?: number;
}

export interface MemoryStreamLog extends StreamLog {
  /** The streams that have ended and can still be read, with the milliseconds for which they can. */
  ended(): Iterable<{ readonly streamId: string; readonly leftMs: number; readonly chunks: readonly LoggedChunk[] }>;
}

/**
 * The reference `StreamLog`, in this process. Needs no timers: what is over is dropped when the log is used next,
 * and `maxKeptBytes` bounds what an idle server holds.
 */
export function createMemoryStreamLog({
  clock,
  keepMs = 600_000,
  maxBytesPerStream = 2 * 1024 * 1024,
  maxKeptBytes = 256 * 1024 * 1024,
}: MemoryStreamLogOptions): MemoryStreamLog {
  const streams = new Map<string, LoggedStream>();
  /** In the order in which they ended. */
  const endedAtMs = new Map<string, number>();
  let keptBytes = 0;

  function dropOld(): void {
    const oldestMs = clock.monotonicMs() - keepMs;
    for (const [streamId, atMs] of endedAtMs) {
      if (atMs > oldestMs && keptBytes <= maxKeptBytes) return;
      keptBytes -= streams.get(streamId)?.bytes ?? 0;
      streams.delete(streamId);
      endedAtMs.delete(streamId);
    }
  }

  return {
    open(streamId) {
      dropOld();
      if (!streams.has(streamId)) streams.set(streamId, new LoggedStream(maxBytesPerStream));
    },
    append(streamId, chunks) {
      const stream = streams.get(streamId);
      if (!stream || stream.isEnded) return;
      stream.append(chunks);
      if (!stream.isEnded) return;
      endedAtMs.set(streamId, clock.monotonicMs());
      keptBytes += stream.bytes;
      dropOld();
    },
    async has(streamId) {
      dropOld();
      return streams.has(streamId);
    },
    *ended() {
      const nowMs = clock.monotonicMs();
      for (const [streamId, atMs] of endedAtMs) {
        const stream = streams.get(streamId);
        const leftMs = atMs + keepMs - nowMs;
        if (stream && leftMs > 0) yield { streamId, leftMs, chunks: stream.chunks };
      }
    },
    async read(streamId, afterSeq, signal) {
      dropOld();
      return streams.get(streamId)?.read(afterSeq, signal);
    },
  };
}
