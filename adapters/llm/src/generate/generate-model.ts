import type { LanguageModel } from '@naru/language-model';
import { credentials } from '../http/credentials.ts';
import { endpointUrl } from '../http/endpoint-url.ts';
import { createHttpModel } from '../http/http-model.ts';
import type { HttpModelOptions } from '../http/model-options.ts';
import { classifyGenerateError } from './classify-generate-error.ts';
import { fromGenerateBody } from './from-generate-body.ts';
import { GenerateStreamReader } from './from-generate-stream.ts';
import { toGenerateRequest } from './to-generate-request.ts';

/**
 * A model behind the protocol `generate` (R-CFG-4), whose server knows its own model; the configured name is
 * not sent.
 *
 * @throws {TypeError} when the URL or the key cannot be used
 */
export function createGenerateModel(options: HttpModelOptions): LanguageModel {
  return createHttpModel(options, {
    url: endpointUrl(options.url, { path: '/generate', addsVersion: 'always' }),
    headers: [
      'content-type',
      'application/json',
      'accept-encoding',
      'identity',
      ...credentials('authorization', 'Bearer ', options.apiKey),
    ],
    quotaHeaders: { requests: 'x-ratelimit-remaining-requests', tokens: 'x-ratelimit-remaining-tokens' },
    toRequest: toGenerateRequest,
    passesThrough: () => false,
    openStream: (call, quota) => new GenerateStreamReader(call, quota),
    fromBody: fromGenerateBody,
    classify: classifyGenerateError,
  });
}
