export { createMemorySemanticCache, type MemorySemanticCacheOptions } from './memory-semantic-cache.ts';
export { createMemorySessionCache, type MemorySessionCacheOptions } from './memory-session-cache.ts';
export { createMemorySessionStore } from './memory-session-store.ts';
export { createMemoryStreamArchive } from './memory-stream-archive.ts';
export { createMemoryStreamLog, type MemoryStreamLog, type MemoryStreamLogOptions } from './memory-stream-log.ts';
export { createMemoryTurnRateLimit, type MemoryTurnRateLimitOptions } from './memory-turn-rate-limit.ts';
export { createMemoryTurnStore } from './memory-turn-store.ts';
