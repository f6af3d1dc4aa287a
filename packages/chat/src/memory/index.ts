export { createMemorySessionStore } from './memory-session-store.ts';
export { createMemoryTurnStore } from './memory-turn-store.ts';
