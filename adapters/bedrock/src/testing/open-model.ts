import { systemClock } from '@naru/kernel';
import { createBedrockModel, type BedrockModel } from '../bedrock-model.ts';
import type { BedrockModelOptions } from '../bedrock-options.ts';
import { openScriptedServer, type Script, type ScriptedServer } from './scripted-server.ts';

export interface OpenedBedrockModel extends AsyncDisposable {
  readonly model: BedrockModel;
  readonly server: ScriptedServer;
  readonly callerLeft: Promise<void>;
}

export const CREDENTIALS = { accessKeyId: 'AKIDNEVERSHOWN', secretAccessKey: 'secret-never-shown' };

/** Options of a model at an address on loopback, without the machine's own credentials. */
export function someOptions(endpoint: string, overrides: Partial<BedrockModelOptions> = {}): BedrockModelOptions {
  const fixed = { id: 'primary', model: 'model-a', region: 'ap-northeast-2', connectTimeoutMs: 2_000 };
  return { ...fixed, endpoint, credentials: CREDENTIALS, clock: systemClock, ...overrides };
}

/** A model in front of a scripted server, both closed with what is returned. */
export async function openModel(
  script: Script,
  overrides: Partial<BedrockModelOptions> = {},
): Promise<OpenedBedrockModel> {
  const server = await openScriptedServer(script);
  const model = createBedrockModel(someOptions(server.url, overrides));
  return {
    model,
    server,
    callerLeft: server.callerLeft,
    async [Symbol.asyncDispose]() {
      model[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
