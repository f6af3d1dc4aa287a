// Making models
export { createBedrockProviderModel, type BedrockProvider, type BedrockProviderDeps } from './bedrock-provider.ts';
export { createBedrockModel, type BedrockModel } from './bedrock-model.ts';
export type { AwsCredentials, BedrockModelOptions } from './bedrock-options.ts';

// What is known of models and addresses
export { modelTraits, type ModelTraits } from './model-traits.ts';
export { regionOfEndpoint } from './region-of-endpoint.ts';
