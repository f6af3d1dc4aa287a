import type { ArchivedStream, StreamArchive } from '../ports/stream-archive.ts';

/** The reference `StreamArchive`: for tests. */
export function createMemoryStreamArchive(): StreamArchive {
  const kept = new Map<string, ArchivedStream>();
  return {
    async keep(streams, nowMs) {
      for (const [streamId, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(streamId);
      for (const stream of streams) if (!kept.has(stream.streamId)) kept.set(stream.streamId, stream);
    },
    async find(streamId, nowMs) {
      const stream = kept.get(streamId);
      return stream && stream.untilMs > nowMs ? stream.chunks : undefined;
    },
  };
}
