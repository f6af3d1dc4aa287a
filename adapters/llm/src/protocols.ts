import type { Clock } from '@naru/kernel';
import type { LanguageModel } from '@naru/language-model';
import { createAnthropicModel } from './anthropic/anthropic-model.ts';
import { createGenerateModel } from './generate/generate-model.ts';
import type { ConnectionPool } from './http/connection-pool.ts';
import { createOpenaiModel } from './openai/openai-model.ts';
import { createToyModel } from './toy/toy-model.ts';

/** What of a configured provider an adapter needs; a router's `Provider` is one. */
export interface ProviderEndpoint {
  readonly alias: string;
  readonly protocol: string;
  /** Empty for `toy`. */
  readonly url: string;
  readonly model: string;
  readonly timeouts: { readonly connectMs: number };
}

export interface ProviderModelDeps {
  readonly apiKey?: string | undefined;
  readonly clock: Clock;
  readonly pool: ConnectionPool;
  /** How long the embedded model takes for a word. Default: no time. */
  readonly toyWordMs?: number | undefined;
}

type CreateModel = (provider: ProviderEndpoint, deps: ProviderModelDeps) => LanguageModel;

/** Every protocol that this package speaks. A new one is a folder and a line here. */
export const protocols: ReadonlyMap<string, CreateModel> = new Map<string, CreateModel>([
  ['openai', (provider, deps) => createOpenaiModel(overHttp(provider, deps))],
  ['anthropic', (provider, deps) => createAnthropicModel(overHttp(provider, deps))],
  ['generate', (provider, deps) => createGenerateModel(overHttp(provider, deps))],
  ['toy', (provider, deps) => createToyModel(embedded(provider, deps))],
]);

/**
 * The model of a configured provider.
 *
 * @throws {TypeError} when the protocol is unknown, or the URL or key cannot be used; names the provider
 */
export function createProviderModel(provider: ProviderEndpoint, deps: ProviderModelDeps): LanguageModel {
  const create = protocols.get(provider.protocol);
  if (!create) {
    const allowed = [...protocols.keys()].join(', ');
    throw new TypeError(
      `Provider ${provider.alias}: protocol "${provider.protocol}" is unknown; allowed are ${allowed}`,
    );
  }
  try {
    return create(provider, deps);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`Provider ${provider.alias}: ${error.message}`, { cause: error });
  }
}

function overHttp({ alias, url, model, timeouts }: ProviderEndpoint, { apiKey, clock, pool }: ProviderModelDeps) {
  return { id: alias, url, model, apiKey, connectTimeoutMs: timeouts.connectMs, clock, pool };
}

function embedded({ alias, model }: ProviderEndpoint, { clock, toyWordMs }: ProviderModelDeps) {
  return {
    id: alias,
    ...(model === '' ? {} : { model }),
    ...(toyWordMs === undefined || toyWordMs <= 0 ? {} : { pace: { clock, wordMs: toyWordMs } }),
  };
}
