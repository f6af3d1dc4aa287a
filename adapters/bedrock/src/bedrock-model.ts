import { type LanguageModel, ModelError, type ModelCall, type StreamPart } from '@naru/language-model';
import type { BedrockModelOptions } from './bedrock-options.ts';
import { checkOptions } from './check-options.ts';
import { fromBedrockBody } from './from-bedrock-body.ts';
import { Exchange } from './http/exchange.ts';
import { HttpTransport } from './http/http-transport.ts';
import { modelTraits } from './model-traits.ts';
import { readEvents } from './read-events.ts';
import { openClient, type BedrockClient } from './sdk/open-client.ts';
import { toBedrockRequest } from './to-bedrock-request.ts';
import { toModelError } from './to-model-error.ts';

export interface BedrockModel extends LanguageModel, Disposable {}

/**
 * A model on Amazon Bedrock: Converse for mode `json`, ConverseStream for mode `stream`. The SDK is loaded at the
 * first call. Disposing closes the connections; calls that run then fail.
 *
 * @throws {TypeError | RangeError} when an option cannot be used
 */
export function createBedrockModel(options: BedrockModelOptions): BedrockModel {
  checkOptions(options);
  const { id, model, clock, connectTimeoutMs = 2_000, maxSockets = 512 } = options;
  const usual = modelTraits(model);
  const traits = { ...usual, cachePoints: options.cachePoints ?? usual.cachePoints };
  const transport = new HttpTransport({ clock, connectTimeoutMs, maxSockets });
  let opening: Promise<BedrockClient> | undefined;

  return {
    id,
    async *stream(call) {
      if (call.signal.aborted) throw new ModelError(id, 'cancelled', { dispatched: false });
      const exchange = new Exchange(call.signal, clock);
      try {
        const request = toBedrockRequest(call, model, traits);
        opening ??= openClient(options, transport);
        const client = await exchange.until(opening);
        if (call.settings.mode === 'stream') {
          const events = await exchange.until(client.converseStream(request, exchange));
          yield* readEvents(events, call, exchange, clock);
        } else {
          yield* readAnswer(client.converse(request, exchange), call, exchange);
        }
      } catch (error) {
        throw toModelError(id, error, call, exchange);
      } finally {
        exchange.close();
      }
    },
    [Symbol.dispose]: () => transport.destroy(),
  };
}

async function* readAnswer(
  answering: ReturnType<BedrockClient['converse']>,
  call: ModelCall,
  exchange: Exchange,
): AsyncGenerator<readonly StreamPart[], void, undefined> {
  await exchange.until(Promise.race([exchange.head, answering]));
  // The headers of a JSON answer are waited for with less patience than the answer; say that they are there.
  yield [{ type: 'response' }];
  const parts = fromBedrockBody(await exchange.until(answering), call);
  exchange.drain();
  yield parts;
}
