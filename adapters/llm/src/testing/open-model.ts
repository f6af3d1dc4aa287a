import { systemClock, type Clock } from '@naru/kernel';
import type { LanguageModel } from '@naru/language-model';
import { ConnectionPool } from '../http/connection-pool.ts';
import type { HttpModelOptions } from '../http/model-options.ts';
import { openScriptedServer, type Script, type ScriptedServer } from './scripted-server.ts';

export interface OpenedHttpModel extends AsyncDisposable {
  readonly model: LanguageModel;
  readonly server: ScriptedServer;
  readonly pool: ConnectionPool;
  readonly callerLeft: Promise<void>;
}

/** A model of the given protocol in front of a scripted server, both closed with what is returned. */
export async function openModel(
  createModel: (options: HttpModelOptions) => LanguageModel,
  script: Script,
  { clock = systemClock, ...overrides }: Partial<HttpModelOptions> & { readonly clock?: Clock } = {},
): Promise<OpenedHttpModel> {
  const server = await openScriptedServer(script);
  const pool = new ConnectionPool({ clock });
  const model = createModel({
    id: 'primary',
    url: server.url,
    model: 'model-a',
    apiKey: 'key-never-shown',
    connectTimeoutMs: 2_000,
    clock,
    pool,
    ...overrides,
  });
  return {
    model,
    server,
    pool,
    callerLeft: server.callerLeft,
    async [Symbol.asyncDispose]() {
      pool.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
