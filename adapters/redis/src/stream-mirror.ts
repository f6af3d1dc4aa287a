import { isTerminal, type TurnChunk } from '@naru/chat';
import type { Clock, Logger } from '@naru/kernel';
import type { RedisCommands } from './redis-commands.ts';
import { APPEND } from './stream-log-scripts.ts';

interface Mirrored {
  readonly key: string;
  nextSeq: number;
  /** Not yet in Redis, the first of them with the number `nextSeq - waiting.length`. */
  waiting: TurnChunk[];
  waitingChars: number;
  isEnded: boolean;
}

export interface StreamMirrorOptions {
  readonly redis: Pick<RedisCommands, 'evaluate'>;
  readonly keepMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const MAX_WAITING_CHARS = 2 * 1_024 * 1_024;
const AT_ONCE = 16;
const TRY_AGAIN_MS = 250;
const TRIES = 20;
const WARN_AGAIN_MS = 60_000;

/**
 * Copies streams to Redis behind their producer's back: whoever appends waits for nothing, and what comes while a
 * batch is under way makes up the next. A stream that cannot be copied without a hole is given up.
 */
export class StreamMirror {
  readonly #options: StreamMirrorOptions;
  readonly #streams = new Map<string, Mirrored>();
  readonly #dirty = new Set<string>();
  #pumping: Promise<void> | undefined;
  #silentUntilMs = 0;
  #unsaid = 0;

  constructor(options: StreamMirrorOptions) {
    this.#options = options;
  }

  open(streamId: string, key: string): void {
    if (this.#streams.has(streamId)) return;
    this.#streams.set(streamId, { key, nextSeq: 1, waiting: [], waitingChars: 0, isEnded: false });
  }

  append(streamId: string, chunks: readonly TurnChunk[]): void {
    const stream = this.#streams.get(streamId);
    if (!stream || stream.isEnded) return;
    for (const chunk of chunks) {
      stream.waiting.push(chunk);
      stream.nextSeq += 1;
      stream.waitingChars += chunk.type === 'text-delta' ? chunk.delta.length : 200;
      stream.isEnded = isTerminal(chunk);
      if (stream.isEnded) break;
    }
    if (stream.waitingChars > MAX_WAITING_CHARS) return this.#giveUp(streamId, 'too much waits for Redis');
    this.#dirty.add(streamId);
    this.#pumping ??= this.#pump();
  }

  /** Resolves once everything has been copied or given up. */
  async settled(): Promise<void> {
    while (this.#pumping) await this.#pumping;
  }

  async #pump(): Promise<void> {
    // Begun in the next microtask, so that chunks which come together leave together.
    await Promise.resolve();
    for (let failures = 0; this.#dirty.size > 0;) {
      const batch = [...this.#dirty].slice(0, AT_ONCE);
      const outcomes = await Promise.all(batch.map(streamId => this.#copy(streamId)));
      if (outcomes.every(Boolean)) {
        failures = 0;
        continue;
      }
      failures += 1;
      if (failures >= TRIES) for (const streamId of this.#dirty) this.#giveUp(streamId, 'Redis cannot be reached');
      else await this.#options.clock.sleep(TRY_AGAIN_MS);
    }
    this.#pumping = undefined;
  }

  /** False when Redis did not answer: then it is tried again, and adds nothing twice. */
  async #copy(streamId: string): Promise<boolean> {
    const stream = this.#streams.get(streamId);
    this.#dirty.delete(streamId);
    if (!stream || stream.waiting.length === 0) return true;
    const { redis, keepMs, clock } = this.#options;
    const count = stream.waiting.length;
    const to = stream.nextSeq - 1;
    const from = to - count + 1;
    const ended = stream.isEnded ? String(clock.now()) : '';
    const args = [String(from), String(to), JSON.stringify(stream.waiting), String(keepMs), ended];
    try {
      const isThere = (await redis.evaluate(APPEND, [stream.key], args)) === 1;
      if (!isThere) this.#giveUp(streamId, 'a part of it is missing in Redis');
    } catch {
      this.#dirty.add(streamId);
      return false;
    }
    stream.waiting = stream.waiting.slice(count);
    stream.waitingChars = stream.waiting.reduce((sum, chunk) => sum + JSON.stringify(chunk).length, 0);
    if (stream.isEnded && stream.waiting.length === 0) this.#streams.delete(streamId);
    return true;
  }

  #giveUp(streamId: string, reason: string): void {
    this.#streams.delete(streamId);
    this.#dirty.delete(streamId);
    const { clock, logger } = this.#options;
    const nowMs = clock.now();
    // An outage meets every answer; one line a minute says so.
    if (nowMs < this.#silentUntilMs) {
      this.#unsaid += 1;
      return;
    }
    const more = this.#unsaid > 0 ? { unsaid: this.#unsaid } : {};
    logger.warn({ streamId, reason, ...more }, 'an answer can be read again from this process only');
    [this.#silentUntilMs, this.#unsaid] = [nowMs + WARN_AGAIN_MS, 0];
  }
}
