import type { LanguageModel } from '@naru/language-model';
import { credentials } from '../http/credentials.ts';
import { endpointUrl } from '../http/endpoint-url.ts';
import { createHttpModel } from '../http/http-model.ts';
import type { HttpModelOptions } from '../http/model-options.ts';
import { classifyAnthropicError } from './classify-anthropic-error.ts';
import { fromAnthropicBody } from './from-anthropic-body.ts';
import { AnthropicStreamReader } from './from-anthropic-stream.ts';
import { toAnthropicRequest } from './to-anthropic-request.ts';

const API_VERSION = '2023-06-01';

/**
 * A model behind Anthropic's Messages.
 *
 * @throws {TypeError} when the URL or the key cannot be used
 */
export function createAnthropicModel(options: HttpModelOptions): LanguageModel {
  return createHttpModel(options, {
    url: endpointUrl(options.url, { path: '/messages', addsVersion: 'always' }),
    headers: [
      'content-type',
      'application/json',
      'accept-encoding',
      'identity',
      'anthropic-version',
      API_VERSION,
      ...credentials('x-api-key', '', options.apiKey),
    ],
    quotaHeaders: {
      requests: 'anthropic-ratelimit-requests-remaining',
      tokens: 'anthropic-ratelimit-tokens-remaining',
    },
    toRequest: call => toAnthropicRequest(call, options.model),
    passesThrough: () => false,
    openStream: (call, quota) => new AnthropicStreamReader(call, quota),
    fromBody: fromAnthropicBody,
    classify: classifyAnthropicError,
  });
}
