import type { SessionCachePort } from '@naru/chat';
import { z } from 'zod';
import { DELETE, READ, WRITE_NEWER } from './cache-scripts.ts';
import type { RedisCommands } from './redis-commands.ts';
import { redisKeys } from './redis-keys.ts';

export interface RedisCacheOptions {
  readonly redis: Pick<RedisCommands, 'evaluate'>;
  /** In front of every key; instances with the same one share. Default `naru:`. */
  readonly prefix?: string;
  readonly ttlMs: number;
}

const storedTurns = z.array(z.object({ turnId: z.string(), question: z.string(), answer: z.string() }));
const MAX_VALUE_CHARS = 512 * 1_024;

/** The last turns of conversations, for all instances at once. What cannot be read or reached is not there. */
export function createRedisSessionCache({ redis, prefix = 'naru:', ttlMs }: RedisCacheOptions): SessionCachePort {
  const keys = redisKeys(prefix);
  return {
    async read(sessionId) {
      try {
        const kept = await redis.evaluate(READ, [keys.sessionCache(sessionId)], []);
        const [, sequence, turns] = /^(\d{1,15}) ([^]*)$/.exec(String(kept ?? '')) ?? [];
        if (sequence === undefined || turns === undefined) return undefined;
        return { sequence: Number(sequence), turns: storedTurns.parse(JSON.parse(turns)) };
      } catch {
        return undefined;
      }
    },
    async write(sessionId, { sequence, turns }) {
      const value = JSON.stringify(turns);
      // Better nothing than an older one.
      if (value.length > MAX_VALUE_CHARS) return this.forget(sessionId);
      const args = [String(sequence), value, String(ttlMs)];
      await redis.evaluate(WRITE_NEWER, [keys.sessionCache(sessionId)], args).catch(() => {});
    },
    async forget(sessionId) {
      await redis.evaluate(DELETE, [keys.sessionCache(sessionId)], []).catch(() => {});
    },
  };
}
