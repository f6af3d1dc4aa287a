import { isTerminal, type LoggedChunk, type StreamLog, type TurnChunk } from '@naru/chat';
import type { Clock, Logger } from '@naru/kernel';
import { z } from 'zod';
import type { RedisCommands } from './redis-commands.ts';
import { redisKeys } from './redis-keys.ts';
import { READ_AFTER } from './stream-log-scripts.ts';
import { StreamMirror } from './stream-mirror.ts';

export interface RedisStreamLogOptions {
  readonly redis: Pick<RedisCommands, 'evaluate'>;
  /** The log of this process: its own readers are served from there, without a way over the network. */
  readonly local: StreamLog;
  /** In front of every key; instances with the same one share. Default `naru:`. */
  readonly prefix?: string;
  /** How long a stream can be read after its end; also after its last chunk, should its process die. */
  readonly keepMs?: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RedisStreamLog extends StreamLog {
  /** Resolves once everything has been copied or given up. */
  settled(): Promise<void>;
}

const LOOK_AGAIN_MS = 100;
/** A stream that is silent for this long may have lost its process; the reader is told by an end without a last chunk. */
const SILENT_MS = 45_000;
const ENTRIES_AT_ONCE = 500;

const storedChunks = z
  .array(z.looseObject({ type: z.string() }))
  .transform(chunks => chunks as unknown as readonly TurnChunk[]);

interface Found {
  /** Nothing comes after these, but for what did not fit. */
  readonly isOver: boolean;
  readonly chunks: readonly LoggedChunk[];
}

/** Answers that every instance can read, from whichever of them they come. Without Redis each reads its own. */
export function createRedisStreamLog(options: RedisStreamLogOptions): RedisStreamLog {
  const { redis, local, prefix = 'naru:', keepMs = 600_000, clock, logger } = options;
  const keys = redisKeys(prefix);
  const mirror = new StreamMirror({ redis, keepMs, clock, logger });

  /** `undefined` for a stream that is not there, is over, or cannot be reached or read. */
  async function find(streamId: string, afterSeq: number): Promise<Found | undefined> {
    try {
      const args = [String(Math.max(0, afterSeq)), String(ENTRIES_AT_ONCE)];
      const answer = await redis.evaluate(READ_AFTER, [keys.chatStream(streamId)], args);
      if (!Array.isArray(answer)) return undefined;
      const [ended, ...entries] = answer.map(String);
      if (ended !== undefined && ended !== '' && clock.now() - Number(ended) >= keepMs) return undefined;
      return { isOver: ended !== '', chunks: readEntries(entries).filter(({ seq }) => seq > afterSeq) };
    } catch {
      return undefined;
    }
  }

  async function* follow(
    streamId: string,
    first: Found,
    afterSeq: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly LoggedChunk[], void, undefined> {
    let [found, seen]: [Found | undefined, number] = [first, afterSeq];
    let silentSinceMs = clock.monotonicMs();
    while (!signal.aborted) {
      const last = found?.chunks.at(-1);
      if (found && last) {
        seen = last.seq;
        silentSinceMs = clock.monotonicMs();
        yield found.chunks;
        if (isTerminal(last.chunk)) return;
      } else {
        if (found?.isOver || clock.monotonicMs() - silentSinceMs >= SILENT_MS) return;
        await clock.sleep(LOOK_AGAIN_MS, signal).catch(() => {});
      }
      if (!signal.aborted) found = await find(streamId, seen);
    }
  }

  return {
    open(streamId) {
      local.open(streamId);
      mirror.open(streamId, keys.chatStream(streamId));
    },
    append(streamId, chunks) {
      local.append(streamId, chunks);
      mirror.append(streamId, chunks);
    },
    async has(streamId) {
      return (await local.has(streamId)) || (await find(streamId, Number.MAX_SAFE_INTEGER)) !== undefined;
    },
    async read(streamId, afterSeq, signal) {
      const here = await local.read(streamId, afterSeq, signal);
      if (here) return here;
      const found = await find(streamId, afterSeq);
      return found && follow(streamId, found, afterSeq, signal);
    },
    settled: () => mirror.settled(),
  };
}

/** Pairs of the first chunk's number and the chunks. @throws when one cannot be read */
function readEntries(entries: readonly string[]): readonly LoggedChunk[] {
  const chunks: LoggedChunk[] = [];
  for (let at = 0; at + 1 < entries.length; at += 2) {
    const from = Number(entries[at]);
    for (const [index, chunk] of storedChunks.parse(JSON.parse(entries[at + 1] ?? '')).entries()) {
      chunks.push({ seq: from + index, chunk });
    }
  }
  return chunks;
}
