// What a server composes
export { createRedisEventQueue, type RedisEventQueueOptions } from './event-queue/redis-event-queue.ts';
export {
  createRedisSharedState,
  type RedisSharedState,
  type RedisSharedStateOptions,
  type RedisStanding,
} from './redis-shared-state.ts';
export {
  createRedisTicketMemory,
  type RedisTicketMemory,
  type RedisTicketMemoryOptions,
} from './redis-ticket-memory.ts';
export { openRedisCommands, type RedisCommands } from './redis-commands.ts';
export { createRedisSemanticCache } from './redis-semantic-cache.ts';
export { createRedisSessionCache, type RedisCacheOptions } from './redis-session-cache.ts';
export { createRedisStreamLog, type RedisStreamLog, type RedisStreamLogOptions } from './redis-stream-log.ts';
