import { fullJitterMs, type Random } from '@naru/kernel';
import { Redis, type RedisOptions } from 'ioredis';

/** What a store in Redis needs of it: scripts, each one step. */
export interface RedisCommands {
  /** Rejects at once while there is no connection, and after 100 ms without an answer. */
  evaluate(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  close(): void;
}

const COMMAND_MS = 100;
const CONNECT_MS = 1_000;
const SILENT_MS = 1_000;
const RECONNECT = { firstMs: 100, maxMs: 1_000 };

/** One connection for short commands. Comes back by itself; nothing is queued while it is away, nothing sent twice. */
export function openRedisCommands(url: string, random: Random): RedisCommands {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    disableClientInfo: true,
    lazyConnect: true,
    socketTimeout: SILENT_MS,
    retryStrategy: times => 20 + Math.round(fullJitterMs(times - 1, RECONNECT, random)),
  } satisfies RedisOptions);
  // Each failed command says so itself; without a listener the library prints it.
  redis.on('error', () => {});
  redis.connect().catch(() => {});
  return {
    evaluate: (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args),
    close: () => redis.disconnect(),
  };
}
