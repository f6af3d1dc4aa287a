import type { SemanticCachePort } from '@naru/chat';
import { z } from 'zod';
import { READ, WRITE } from './cache-scripts.ts';
import { redisKeys } from './redis-keys.ts';
import type { RedisCacheOptions } from './redis-session-cache.ts';

const storedAnswer = z.object({
  text: z.string(),
  citations: z.array(
    z.object({ n: z.number(), title: z.string(), docId: z.string(), anchor: z.string(), quote: z.string() }),
  ),
  provider: z.string(),
  model: z.string(),
});

/** Answers that are the same for everybody, for all instances at once. What cannot be read or reached is not there. */
export function createRedisSemanticCache({ redis, prefix = 'naru:', ttlMs }: RedisCacheOptions): SemanticCachePort {
  const keys = redisKeys(prefix);
  return {
    async read(key) {
      try {
        const kept = await redis.evaluate(READ, [keys.answerCache(key)], []);
        return typeof kept === 'string' ? storedAnswer.parse(JSON.parse(kept)) : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, answer) {
      await redis.evaluate(WRITE, [keys.answerCache(key)], [JSON.stringify(answer), String(ttlMs)]).catch(() => {});
    },
  };
}
