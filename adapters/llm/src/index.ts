// Making models
export { createProviderModel, protocols, type ProviderEndpoint, type ProviderModelDeps } from './protocols.ts';
export { createAnthropicModel } from './anthropic/anthropic-model.ts';
export { createGenerateModel } from './generate/generate-model.ts';
export { createOpenaiModel } from './openai/openai-model.ts';
export { createToyModel, type ToyModelOptions } from './toy/toy-model.ts';
export type { HttpModelOptions } from './http/model-options.ts';

// What they share
export { ConnectionPool, type ConnectionCounts, type ConnectionPoolOptions } from './http/connection-pool.ts';
export { SseParser, type SseEvent, type SseParserOptions } from './http/sse-parser.ts';

// What the embedded model says when it knows nothing
export { NO_EVIDENCE_SENTENCE } from './toy/compose-answer.ts';
