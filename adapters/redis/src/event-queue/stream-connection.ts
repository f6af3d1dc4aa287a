import { QueueUnavailableError } from '@naru/events';
import { fullJitterMs, type Random } from '@naru/kernel';
import { Redis, type RedisOptions } from 'ioredis';

const CONNECT_MS = 1_000;
const COMMAND_MS = 2_000;
const RECONNECT = { firstMs: 100, maxMs: 2_000 };

/**
 * A connection for commands on streams. Comes back by itself; while it is away nothing is queued for it.
 *
 * @param longestWaitMs how long a command may block on the server
 */
export function connectStream(url: string, random: Random, longestWaitMs: number): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS + longestWaitMs,
    connectTimeout: CONNECT_MS,
    disableClientInfo: true,
    lazyConnect: true,
    retryStrategy: times => 20 + Math.round(fullJitterMs(times - 1, RECONNECT, random)),
  } satisfies RedisOptions);
  // Each failed command says so itself; without a listener the library prints it.
  redis.on('error', () => {});
  redis.connect().catch(() => {});
  return redis;
}

/** Waits for the first connection, at most as long as one attempt may take. */
export async function whenConnected(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const failed = (): void => reject(new QueueUnavailableError('Redis is away.'));
  redis.once('ready', resolve);
  redis.once('close', failed);
  try {
    await promise;
  } finally {
    redis.off('ready', resolve);
    redis.off('close', failed);
  }
}

/** Redis's own words may hold a value: only the kind of its error is told, by its first word, which is a code. */
export function asUnavailable(error: unknown): QueueUnavailableError {
  if (error instanceof QueueUnavailableError) return error;
  const code = /^[A-Z]{3,20}(?= )/.exec(error instanceof Error ? error.message : '')?.[0];
  return new QueueUnavailableError(code === undefined ? 'Redis is away.' : `Redis refused: ${code}.`);
}

/** Whether the error says that stream or group are not there, as after Redis came back empty. */
export function isGroupGone(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOGROUP');
}
