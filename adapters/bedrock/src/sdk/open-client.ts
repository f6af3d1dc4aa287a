import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import type { BedrockModelOptions } from '../bedrock-options.ts';
import type { BedrockAnswer, BedrockRequest } from '../bedrock-wire.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpTransport } from '../http/http-transport.ts';

/** What the model needs of the SDK. */
export interface BedrockClient {
  converse(request: BedrockRequest, exchange: Exchange): Promise<BedrockAnswer>;
  /** Resolves with the first event at the earliest: the SDK waits for it. */
  converseStream(request: BedrockRequest, exchange: Exchange): Promise<AsyncIterable<ConverseStreamOutput>>;
}

/** Loads the SDK, which takes long and much, and makes a client that asks once and has no timers. */
export async function openClient(options: BedrockModelOptions, transport: HttpTransport): Promise<BedrockClient> {
  const { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } =
    await import('@aws-sdk/client-bedrock-runtime');
  const { region, endpoint, credentials, apiKey } = options;
  const client = new BedrockRuntimeClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials ? { credentials: { ...credentials }, authSchemePreference: ['sigv4'] } : {}),
    ...(apiKey === undefined ? {} : { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }),
    // The router retries, with one budget over everything (R-FO-4).
    maxAttempts: 1,
    defaultsMode: 'standard',
    requestHandler: transport as never,
  });
  const handedThrough = (exchange: Exchange, isStream: boolean) => ({ exchange, isStream }) as object;
  return {
    converse: (request, exchange) => client.send(new ConverseCommand(request), handedThrough(exchange, false)),
    async converseStream(request, exchange) {
      const { stream } = await client.send(new ConverseStreamCommand(request), handedThrough(exchange, true));
      return stream ?? noEvents();
    },
  };
}

async function* noEvents(): AsyncGenerator<ConverseStreamOutput, void, undefined> {}
