import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { createSystemIds, type Ids } from '@naru/kernel';
import { collectStream, type LanguageModel, type StreamPart } from '@naru/language-model';
import { toApiCallError } from './to-api-call-error.ts';
import { toContent } from './to-content.ts';
import { readCall } from './read-call.ts';
import { StreamPartWriter } from './stream-part-writer.ts';
import { toFinish } from './to-finish.ts';

/** What has policies; a router is one. */
export interface PolicyModels {
  languageModel(policy: string): LanguageModel;
}

export interface LanguageModelOptions {
  /** Makes request and trace ids, where `providerOptions.naru` brings none. */
  readonly ids?: Ids;
}

/**
 * A language model of the AI SDK that answers by a policy of the router (R-CFG-5):
 * `streamText({ model: languageModel(router, 'support'), prompt })`. What a call is about goes in
 * `providerOptions.naru`: `tenant`, `tier`, `assistant`, `intent`, `risk`, `sessionId`, `requestId`, `traceId`. Who
 * answered stands in `providerMetadata.naru` of the result.
 *
 * Failures are `APICallError`s that are not retryable: the router has retried already. An abort is what the signal
 * was aborted with.
 */
export function languageModel(
  router: PolicyModels,
  policy: string,
  { ids = createSystemIds() }: LanguageModelOptions = {},
): LanguageModelV4 {
  const model = router.languageModel(policy);
  return {
    specificationVersion: 'v4',
    provider: 'naru',
    modelId: policy,
    // None: whatever provider of the chain answers, it gets the bytes.
    supportedUrls: {},
    async doGenerate(options) {
      const { call, warnings } = readCall(options, 'json', ids, options.abortSignal ?? neverAborted());
      try {
        const answer = await collectStream(model.stream(call));
        return {
          content: toContent(answer),
          ...toFinish(answer.finish, answer.served),
          ...toResponse(answer.served),
          warnings,
        };
      } catch (error) {
        throw toApiCallError(error, policy, options.abortSignal);
      }
    },
    async doStream(options) {
      const leaving = new AbortController();
      const signal = options.abortSignal ? AbortSignal.any([options.abortSignal, leaving.signal]) : leaving.signal;
      const { call, warnings } = readCall(options, 'stream', ids, signal);
      const reading = model.stream(call)[Symbol.asyncIterator]();
      try {
        // What fails before its first content rejects, so that callers can tell it from a broken answer.
        const first = await reading.next();
        const writer = new StreamPartWriter(warnings);
        return {
          stream: toStream(first, reading, writer, leaving, error =>
            toApiCallError(error, policy, options.abortSignal),
          ),
        };
      } catch (error) {
        throw toApiCallError(error, policy, options.abortSignal);
      }
    },
  };
}

type Reading = AsyncIterator<readonly StreamPart[]>;

/** Reads only as fast as it is read from; cancelling ends the provider's work. */
function toStream(
  first: IteratorResult<readonly StreamPart[]>,
  reading: Reading,
  writer: StreamPartWriter,
  leaving: AbortController,
  toError: (error: unknown) => unknown,
): ReadableStream<LanguageModelV4StreamPart> {
  let ready: IteratorResult<readonly StreamPart[]> | undefined = first;
  return new ReadableStream<LanguageModelV4StreamPart>({
    async pull(controller) {
      try {
        const written: LanguageModelV4StreamPart[] = [];
        while (written.length === 0) {
          const { done, value } = ready ?? (await reading.next());
          ready = undefined;
          if (done) return controller.close();
          for (const part of value) writer.write(part, written);
        }
        for (const part of written) controller.enqueue(part);
      } catch (error) {
        const failed = toError(error);
        for (const part of writer.fail(failed)) controller.enqueue(part);
        controller.close();
      }
    },
    async cancel() {
      leaving.abort();
      await reading.return?.();
    },
  });
}

function toResponse(served: { readonly decisionId: string; readonly model: string } | undefined) {
  return served ? { response: { id: served.decisionId, modelId: served.model } } : {};
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
