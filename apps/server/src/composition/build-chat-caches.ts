import type { SemanticCachePort, SessionCachePort } from '@naru/chat';
import { createMemorySemanticCache, createMemorySessionCache } from '@naru/chat/memory';
import type { Clock, Random } from '@naru/kernel';
import type { Config } from '../config/index.ts';

export interface ChatCacheParts {
  readonly config: Pick<Config, 'chat' | 'redisUrl'>;
  readonly clock: Clock;
  readonly random: Random;
  /** Closes what was opened, in reverse. */
  readonly opening: AsyncDisposableStack;
}

/** Each missing where the configuration switches it off. */
export interface ChatCaches {
  readonly sessionCache: SessionCachePort | undefined;
  readonly answerCache: SemanticCachePort | undefined;
}

/** In Redis where there is one, so that every instance finds what another has kept; else in this process. */
export async function buildChatCaches({ config, clock, random, opening }: ChatCacheParts): Promise<ChatCaches> {
  const { sessionCacheMs, answerCacheMs } = config.chat;
  if (!config.redisUrl) {
    return {
      sessionCache: sessionCacheMs === 0 ? undefined : createMemorySessionCache({ clock, ttlMs: sessionCacheMs }),
      answerCache: answerCacheMs === 0 ? undefined : createMemorySemanticCache({ clock, ttlMs: answerCacheMs }),
    };
  }
  const { createRedisSemanticCache, createRedisSessionCache, openRedisCommands } = await import('@naru/redis');
  const redis = opening.adopt(openRedisCommands(config.redisUrl.reveal(), random), commands => commands.close());
  return {
    sessionCache: sessionCacheMs === 0 ? undefined : createRedisSessionCache({ redis, ttlMs: sessionCacheMs }),
    answerCache: answerCacheMs === 0 ? undefined : createRedisSemanticCache({ redis, ttlMs: answerCacheMs }),
  };
}
