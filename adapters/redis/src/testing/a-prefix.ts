import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';

/** A name in front of every key that no other run has; `clean` takes away whatever is under it. */
export function aPrefix(url: string): { readonly prefix: string; clean(): Promise<void> } {
  const prefix = `naru-test:${randomUUID()}:`;
  return {
    prefix,
    async clean() {
      const redis = new Redis(url);
      try {
        const keys = await redis.keys(`${prefix}*`);
        if (keys.length > 0) await redis.del(...keys);
      } finally {
        redis.disconnect();
      }
    },
  };
}
