import type { Clock } from '@naru/kernel';
import { createBedrockModel, type BedrockModel } from './bedrock-model.ts';
import { regionOfEndpoint } from './region-of-endpoint.ts';

/** What of a configured provider is needed; a router's `Provider` is one. */
export interface BedrockProvider {
  readonly alias: string;
  /** The endpoint; the region is in the name of a public one, and else found by the SDK (`AWS_REGION`). */
  readonly url: string;
  readonly model: string;
  readonly timeouts: { readonly connectMs: number };
}

export interface BedrockProviderDeps {
  /** A Bedrock API key. Missing: the SDK's default chain of credentials. */
  readonly apiKey?: string | undefined;
  readonly clock: Clock;
}

/**
 * The model of a configured provider.
 *
 * @throws {TypeError} when URL or key cannot be used; names the provider
 */
export function createBedrockProviderModel(
  { alias, url, model, timeouts }: BedrockProvider,
  { apiKey, clock }: BedrockProviderDeps,
): BedrockModel {
  try {
    const region = regionOfEndpoint(url);
    return createBedrockModel({
      id: alias,
      model,
      endpoint: url,
      region,
      apiKey,
      connectTimeoutMs: timeouts.connectMs,
      clock,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`Provider ${alias}: ${error.message}`, { cause: error });
  }
}
