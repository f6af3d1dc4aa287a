import {
  CLAIM_IDLE_MS,
  QueueUnavailableError,
  type Delivery,
  type EventSubscription,
  type ReceiveOptions,
} from '@naru/events';
import type { Clock, Logger } from '@naru/kernel';
import type { Redis } from 'ioredis';
import { asUnavailable, isGroupGone, whenConnected } from './stream-connection.ts';
import { FORGET_CONSUMER, TRIM } from './stream-scripts.ts';

export interface RedisEventSubscriptionDeps {
  readonly key: string;
  readonly group: string;
  readonly consumer: string;
  readonly commands: Redis;
  /** Its own, since it blocks. */
  readonly reader: Redis;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly claimEveryMs: number;
  readonly onClosed: () => void;
}

/** An entry as Redis gives it; without fields when it was deleted from the stream. */
type Entry = readonly [id: string, fields: readonly string[] | null];

const TRIM_EVERY_MS = 1_000;

/** One consumer of the group. */
export class RedisEventSubscription implements EventSubscription {
  /** The longest that Redis is asked to wait, so that a lost connection is noticed. */
  static readonly LONGEST_BLOCK_MS = 1_000;

  readonly #deps: RedisEventSubscriptionDeps;
  /** Given back, to be given again. */
  #returned: string[] = [];
  /** Where the look through one's own old entries stands; `undefined` once all have been seen. */
  #ownFrom: string | undefined = '0';
  #claimCursor = '0-0';
  #claimedAtMs = -Infinity;
  #trimmedAtMs = -Infinity;
  /** A read that Redis has not answered yet, though whoever asked for it has left. */
  #reading: Promise<readonly Entry[]> | undefined;
  #isClosed = false;

  constructor(deps: RedisEventSubscriptionDeps) {
    this.#deps = deps;
  }

  async receive(options: ReceiveOptions): Promise<readonly Delivery[]> {
    const { signal } = options;
    signal.throwIfAborted();
    if (this.#isClosed) throw new QueueUnavailableError('The subscription is closed.');
    try {
      await whenConnected(this.#deps.reader);
      return await this.#receive(options).catch(async error => {
        if (!isGroupGone(error)) throw error;
        await this.#makeGroup();
        return this.#receive(options);
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw asUnavailable(error);
    }
  }

  async ack(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const { commands, key, group, clock } = this.#deps;
    try {
      await commands.xack(key, group, ...deliveries.map(({ token }) => String(token)));
      if (clock.monotonicMs() - this.#trimmedAtMs < TRIM_EVERY_MS) return;
      this.#trimmedAtMs = clock.monotonicMs();
      await commands.eval(TRIM, 1, key);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async release(deliveries: readonly Delivery[]): Promise<void> {
    this.#returned.push(...deliveries.map(({ token }) => String(token)));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { reader, onClosed } = this.#deps;
    reader.disconnect();
    onClosed();
    // Best effort: without it others claim the same after a minute.
    await this.#leaveToOthers().catch(() => {});
  }

  async #receive({ max, waitMs, signal }: ReceiveOptions): Promise<readonly Delivery[]> {
    const known = await this.#receiveKnown(max);
    return known.length > 0 ? known : this.#receiveNew(max, waitMs, signal);
  }

  /** What was given back, what was this consumer's before it was started anew, what the dead have left. */
  async #receiveKnown(max: number): Promise<readonly Delivery[]> {
    const returned = this.#returned.slice(0, max);
    if (returned.length > 0) {
      const entries = await this.#claim(returned);
      this.#returned = this.#returned.slice(returned.length);
      return this.#counted(entries);
    }
    const own = await this.#receiveOwn(max);
    return own.length > 0 ? own : this.#receiveLeft(max);
  }

  async #receiveOwn(max: number): Promise<readonly Delivery[]> {
    const { commands, key, group, consumer } = this.#deps;
    while (this.#ownFrom !== undefined) {
      const reply = await commands.xreadgroup('GROUP', group, consumer, 'COUNT', max, 'STREAMS', key, this.#ownFrom);
      const entries = entriesOf(reply);
      this.#ownFrom = entries.at(-1)?.[0];
      const there = await this.#withoutLost(entries);
      if (there.length > 0) return this.#counted(there);
    }
    return [];
  }

  async #receiveLeft(max: number): Promise<readonly Delivery[]> {
    const { commands, key, group, consumer, clock, claimEveryMs } = this.#deps;
    const isMidway = this.#claimCursor !== '0-0';
    if (!isMidway && clock.monotonicMs() - this.#claimedAtMs < claimEveryMs) return [];
    this.#claimedAtMs = clock.monotonicMs();
    const reply = await commands.xautoclaim(key, group, consumer, CLAIM_IDLE_MS, this.#claimCursor, 'COUNT', max);
    const [cursor, entries, deleted] = reply as [string, Entry[], string[] | undefined];
    this.#claimCursor = cursor;
    if (deleted && deleted.length > 0) this.#reportLoss(deleted.length);
    return this.#counted(entries);
  }

  async #receiveNew(max: number, waitMs: number, signal: AbortSignal): Promise<readonly Delivery[]> {
    // The machine's clock knows fractions of a millisecond, and Redis refuses them.
    this.#reading ??= this.#read(max, Math.ceil(Math.min(waitMs, RedisEventSubscription.LONGEST_BLOCK_MS)));
    const reading = this.#reading;
    const entries = await orAbort(reading, signal);
    this.#reading = undefined;
    return entries.map(entry => toDelivery(entry, 1));
  }

  async #read(max: number, blockMs: number): Promise<readonly Entry[]> {
    const { reader, key, group, consumer } = this.#deps;
    try {
      const reply =
        blockMs <= 0
          ? await reader.xreadgroup('GROUP', group, consumer, 'COUNT', max, 'STREAMS', key, '>')
          : await reader.xreadgroup('GROUP', group, consumer, 'COUNT', max, 'BLOCK', blockMs, 'STREAMS', key, '>');
      return entriesOf(reply);
    } catch (error) {
      this.#reading = undefined;
      throw error;
    }
  }

  async #claim(ids: readonly string[]): Promise<readonly Entry[]> {
    const { commands, key, group, consumer } = this.#deps;
    const entries = (await commands.xclaim(key, group, consumer, 0, ...ids)) as Entry[];
    return this.#withoutLost(entries);
  }

  /** Adds how often each was given, this time included. */
  async #counted(entries: readonly Entry[]): Promise<readonly Delivery[]> {
    const { commands, key, group } = this.#deps;
    const there = await this.#withoutLost(entries);
    const counts = await Promise.all(there.map(([id]) => commands.xpending(key, group, id, id, 1)));
    return there.map((entry, index) => {
      const [row] = counts[index] as [string, string, number, number][];
      return toDelivery(entry, row?.[3] ?? 1);
    });
  }

  /** An entry without fields was deleted from under the group: it is told, and settled so that it comes no more. */
  async #withoutLost(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const lost = entries.filter(([, fields]) => fields === null);
    if (lost.length === 0) return entries;
    this.#reportLoss(lost.length);
    const { commands, key, group } = this.#deps;
    await commands.xack(key, group, ...lost.map(([id]) => id));
    return entries.filter(([, fields]) => fields !== null);
  }

  #reportLoss(events: number): void {
    this.#deps.logger.error({ events }, 'queued events were deleted from Redis before they were stored');
  }

  async #makeGroup(): Promise<void> {
    const { commands, key, group } = this.#deps;
    this.#returned = [];
    this.#ownFrom = '0';
    try {
      await commands.xgroup('CREATE', key, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw asUnavailable(error);
    }
  }

  /** Makes what it holds as old as what the dead leave, so that others take it at once. */
  async #leaveToOthers(): Promise<void> {
    const { commands, key, group, consumer } = this.#deps;
    for (let from = '-'; ;) {
      const rows = (await commands.xpending(key, group, from, '+', 500, consumer)) as [string][];
      const ids = rows.map(([id]) => id);
      const last = ids.at(-1);
      if (last === undefined) break;
      await commands.xclaim(key, group, consumer, 0, ...ids, 'IDLE', CLAIM_IDLE_MS, 'JUSTID');
      from = `(${last}`;
    }
    await commands.eval(FORGET_CONSUMER, 1, key, group, consumer);
  }
}

function entriesOf(reply: unknown): readonly Entry[] {
  return reply === null ? [] : ((reply as [string, Entry[]][])[0]?.[1] ?? []);
}

function toDelivery([id, fields]: Entry, times: number): Delivery {
  return { text: fields?.[1] ?? '', times, token: id };
}

/** What comes after the abort is not lost: the next call waits for the same reading. */
async function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  // Nobody may be waiting any more when it fails.
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', leave));
}
