import { QueueUnavailableError, type EventQueue } from '@naru/events';
import type { Clock, Logger, Random } from '@naru/kernel';
import { redisKeys } from '../redis-keys.ts';
import { RedisEventSubscription } from './redis-event-subscription.ts';
import { asUnavailable, connectStream, isGroupGone, whenConnected } from './stream-connection.ts';
import { PUBLISH } from './stream-scripts.ts';

export interface RedisEventQueueOptions {
  readonly url: string;
  /** In front of every key; default `naru:`. */
  readonly prefix?: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Entries that are not stored yet; beyond it the queue is full. Default 200,000. */
  readonly maxEntries?: number;
  /** How often what dead consumers left is looked for. Default 5 s. */
  readonly claimEveryMs?: number;
}

/** Everybody who stores events is in one group. */
export const GROUP = 'log-consumer-group';
const STREAM = 'log-events';
const EVENTS_A_CALL = 250;

/**
 * A stream with a consumer group. Entries leave the stream only when every group has acknowledged them; `XADD` with a
 * length would drop them unseen.
 *
 * @see https://redis.io/docs/latest/develop/data-types/streams/
 */
export async function createRedisEventQueue(options: RedisEventQueueOptions): Promise<EventQueue> {
  const { url, prefix = 'naru:', clock, random, logger, maxEntries = 200_000, claimEveryMs = 5_000 } = options;
  const key = redisKeys(prefix).stream(STREAM);
  const commands = connectStream(url, random, 0);
  const subscriptions = new Set<RedisEventSubscription>();
  let isClosed = false;

  await whenConnected(commands).then(
    () => warnOfForgetting(),
    // It is away: publishing says so, and the pipeline goes past it until it is back.
    () => {},
  );

  /** A Redis that drops keys when memory is short drops events nobody has stored. */
  async function warnOfForgetting(): Promise<void> {
    const setting = await commands.config('GET', 'maxmemory-policy').catch(() => undefined);
    const policy = Array.isArray(setting) ? setting[1] : undefined;
    if (typeof policy === 'string' && policy !== 'noeviction') {
      logger.warn({ policy }, 'Redis may drop queued events: set maxmemory-policy to noeviction');
    }
  }

  function open(): void {
    if (isClosed) throw new QueueUnavailableError('The queue is closed.');
  }

  return {
    label: `Redis stream: ${STREAM}`,
    // It outlives this process. What a Redis loses that keeps nothing over a restart, the journal offers again.
    durable: true,
    async publish(events, signal) {
      signal.throwIfAborted();
      open();
      for (let start = 0; start < events.length; start += EVENTS_A_CALL) {
        const texts = events.slice(start, start + EVENTS_A_CALL).map(({ text }) => text);
        const added = await commands.eval(PUBLISH, 1, key, maxEntries, ...texts).catch(error => {
          throw asUnavailable(error);
        });
        if (added === -1) throw new QueueUnavailableError(`The queue is full: ${maxEntries} entries.`);
        signal.throwIfAborted();
      }
    },
    async subscribe({ consumer }) {
      open();
      const subscription = new RedisEventSubscription({
        key,
        group: GROUP,
        consumer,
        commands,
        reader: connectStream(url, random, RedisEventSubscription.LONGEST_BLOCK_MS),
        clock,
        logger,
        claimEveryMs,
        onClosed: () => subscriptions.delete(subscription),
      });
      subscriptions.add(subscription);
      return subscription;
    },
    async depth() {
      try {
        const pending = (await commands.xpending(key, GROUP)) as [number, ...unknown[]];
        const waiting = await waitingOf();
        return { waiting, unacknowledged: pending[0] };
      } catch (error) {
        if (isGroupGone(error)) return { waiting: await commands.xlen(key), unacknowledged: 0 };
        throw asUnavailable(error);
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...subscriptions].map(subscription => subscription.close()));
      commands.disconnect();
    },
  };

  /** Entries behind the last one given to anybody. */
  async function waitingOf(): Promise<number> {
    const groups = (await commands.xinfo('GROUPS', key)) as unknown[][];
    const own = groups.map(fieldsOf).find(({ name }) => name === GROUP);
    if (typeof own?.['lag'] === 'number') return own['lag'];
    // Redis does not know it after some trims, nor before version 7.
    const behind = await commands.xrange(key, `(${String(own?.['last-delivered-id'] ?? '0')}`, '+');
    return behind.length;
  }
}

/** A flat reply of names and values, as one object. */
function fieldsOf(flat: readonly unknown[]): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (let index = 0; index < flat.length; index += 2) fields[String(flat[index])] = flat[index + 1];
  return fields;
}
