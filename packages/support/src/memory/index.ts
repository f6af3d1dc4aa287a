export { MemoryArticleSource } from './memory-article-source.ts';
export { createMemoryFeedbackStore } from './memory-feedback-store.ts';
export { createMemoryTicketMemory } from './memory-ticket-memory.ts';
export { createMemoryTicketService } from './memory-ticket-service.ts';
