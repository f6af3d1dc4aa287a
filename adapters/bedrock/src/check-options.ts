import type { BedrockModelOptions } from './bedrock-options.ts';

/** @throws {TypeError | RangeError} saying what was wrong, and what is allowed; never a secret */
export function checkOptions({ model, endpoint, apiKey, credentials, ...limits }: BedrockModelOptions): void {
  if (model === '') throw new TypeError('model: found nothing; allowed: the id of a model or inference profile');
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new TypeError(`endpoint: found "${endpoint.slice(0, 200)}"; allowed: an address with http:// or https://`);
  }
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new TypeError('An API key may hold visible ASCII characters only; look for a line break or a blank in it');
  }
  if (apiKey !== undefined && credentials) throw new TypeError('apiKey and credentials: found both; allowed: one');
  for (const name of ['connectTimeoutMs', 'maxSockets'] as const) {
    const value = limits[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      throw new RangeError(`${name}: found ${value}; allowed: a whole number of at least 1`);
    }
  }
}
