// A router as a model of the AI SDK
export { languageModel, type LanguageModelOptions, type PolicyModels } from './inbound/language-model.ts';
export { languageModelV3 } from './inbound/language-model-v3.ts';

// A model of the AI SDK as a provider
export { createAiSdkModel, type AiSdkModelOptions } from './outbound/ai-sdk-model.ts';
export type { AiSdkLanguageModel } from './outbound/ai-sdk-wire.ts';
