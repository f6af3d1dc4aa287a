import type { LanguageModel } from '@naru/language-model';
import { credentials } from '../http/credentials.ts';
import { endpointUrl } from '../http/endpoint-url.ts';
import { createHttpModel } from '../http/http-model.ts';
import type { HttpModelOptions } from '../http/model-options.ts';
import { classifyOpenaiError } from './classify-openai-error.ts';
import { fromOpenaiBody } from './from-openai-body.ts';
import { OpenaiStreamReader } from './from-openai-stream.ts';
import { toOpenaiRequest } from './to-openai-request.ts';

/**
 * A model behind OpenAI's Chat Completions or a server compatible with it. With `ModelCall.raw` of protocol
 * `openai` the caller's body goes upstream as it is and the provider's bytes come back on the parts.
 *
 * @throws {TypeError} when the URL or the key cannot be used
 */
export function createOpenaiModel(options: HttpModelOptions): LanguageModel {
  const url = endpointUrl(options.url, { path: '/chat/completions', addsVersion: 'bare' });
  const maxTokensName = url.hostname === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  return createHttpModel(options, {
    url,
    headers: [
      'content-type',
      'application/json',
      'accept-encoding',
      'identity',
      ...credentials('authorization', 'Bearer ', options.apiKey),
    ],
    quotaHeaders: { requests: 'x-ratelimit-remaining-requests', tokens: 'x-ratelimit-remaining-tokens' },
    toRequest: call => toOpenaiRequest(call, options.model, maxTokensName),
    passesThrough: call => call.raw?.protocol === 'openai',
    openStream: (call, quota) => new OpenaiStreamReader(call, quota, call.raw?.protocol === 'openai'),
    fromBody: fromOpenaiBody,
    classify: classifyOpenaiError,
  });
}
