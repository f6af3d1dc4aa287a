// What a server composes
export {
  createRedisSharedState,
  type RedisSharedState,
  type RedisSharedStateOptions,
  type RedisStanding,
} from './redis-shared-state.ts';
