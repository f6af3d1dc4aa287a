import type { LanguageModel } from '@naru/language-model';
import { HttpAnswer } from './http-answer.ts';
import type { HttpProtocol } from './http-protocol.ts';
import type { HttpModelOptions } from './model-options.ts';

/** The common model over HTTP; what is particular to a wire format is in its `protocol`. */
export function createHttpModel(options: HttpModelOptions, protocol: HttpProtocol): LanguageModel {
  return {
    id: options.id,
    stream: call => ({ [Symbol.asyncIterator]: () => new HttpAnswer(call, options, protocol) }),
  };
}
