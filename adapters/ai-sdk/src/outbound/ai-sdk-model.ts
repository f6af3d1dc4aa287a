import type { Clock } from '@naru/kernel';
import { ModelError, type LanguageModel, type ModelCall, type StreamPart } from '@naru/language-model';
import type { AiSdkCalls, AiSdkLanguageModel } from './ai-sdk-wire.ts';
import { classifyAiSdkError, type Failure } from './classify-ai-sdk-error.ts';
import { fromAiSdkAnswer } from './from-ai-sdk-answer.ts';
import { AiSdkStreamReader } from './from-ai-sdk-stream.ts';
import { ProviderFailure } from './provider-failure.ts';
import { readBatches } from './read-batches.ts';
import { toAiSdkCall } from './to-ai-sdk-call.ts';

export interface AiSdkModelOptions {
  /** The provider's alias, for errors. */
  readonly id: string;
  /** Any language model object of the AI SDK 5, 6 or 7, such as `openai('gpt-5-mini')` of a provider package. */
  readonly model: AiSdkLanguageModel;
  /** For dates in `retry-after`. */
  readonly clock: Clock;
}

const VERSIONS: readonly string[] = ['v2', 'v3', 'v4'];

/**
 * A model out of the AI SDK's: the long tail of vendors (R-CFG-3). Mode `json` calls `doGenerate`, mode `stream`
 * `doStream`; nothing is retried.
 *
 * @throws {TypeError} when the object is no language model of a version known here
 */
export function createAiSdkModel({ id, model, clock }: AiSdkModelOptions): LanguageModel {
  const version: string = model.specificationVersion;
  if (!VERSIONS.includes(version)) {
    throw new TypeError(`model of ${id}: found specification "${version}"; allowed: ${VERSIONS.join(', ')}`);
  }
  const calls = model as unknown as AiSdkCalls;
  return {
    id,
    async *stream(call) {
      if (call.signal.aborted) throw new ModelError(id, 'cancelled', { dispatched: false });
      const { settings, signal } = call;
      using leaving = leaveWith(signal);
      // What an error means that nothing is known of: in a stream that began, something else than before.
      const progress: Progress = { unknown: 'server' };
      try {
        const options = toAiSdkCall(call, leaving.signal, version);
        if (settings.mode === 'json') {
          yield fromAiSdkAnswer(await leaving.until(calls.doGenerate(options)), call);
        } else {
          const { stream } = await leaving.until(calls.doStream(options));
          progress.unknown = 'stream_error';
          yield* readParts(readBatches(stream, leaving.signal), call);
        }
      } catch (error) {
        throw toModelError(id, error, signal, progress, clock);
      }
    },
  };
}

interface Progress {
  unknown: 'server' | 'stream_error';
}

/** What came before a failure is given before it is thrown. */
async function* readParts(
  batches: ReturnType<typeof readBatches>,
  call: ModelCall,
): AsyncGenerator<readonly StreamPart[], void, undefined> {
  const reader = new AiSdkStreamReader(call);
  for await (const batch of batches) {
    const parts: StreamPart[] = [];
    let failure: { readonly error: unknown } | undefined;
    try {
      for (const part of batch) reader.read(part as never, parts);
    } catch (error) {
      failure = { error };
    }
    if (parts.length > 0) yield parts;
    if (failure) throw failure.error;
    if (reader.isComplete) return;
  }
  reader.end();
}

interface Leaving extends Disposable {
  readonly signal: AbortSignal;
  /** The outcome of `work`, or a rejection as soon as the caller leaves, whatever the package does with its signal. */
  until<Value>(work: PromiseLike<Value>): Promise<Value>;
}

/** A signal that aborts with the caller's, and when the reader leaves. */
function leaveWith(signal: AbortSignal): Leaving {
  const controller = new AbortController();
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {});
  const leave = (): void => {
    controller.abort(signal.reason);
    gone.reject(new Error('the caller left'));
  };
  signal.addEventListener('abort', leave, { once: true });
  return {
    signal: controller.signal,
    async until(work) {
      const working = Promise.resolve(work);
      working.catch(() => {});
      return await Promise.race([working, gone.promise]);
    },
    [Symbol.dispose]() {
      signal.removeEventListener('abort', leave);
      controller.abort();
    },
  };
}

function toModelError(
  id: string,
  error: unknown,
  signal: AbortSignal,
  { unknown }: Progress,
  clock: Clock,
): ModelError {
  if (signal.aborted) return new ModelError(id, 'cancelled');
  if (error instanceof ModelError) return error;
  const { kind, ...rest }: Failure =
    error instanceof ProviderFailure ? error.failure : classifyAiSdkError(error, unknown, clock.now());
  return new ModelError(id, kind, rest);
}
