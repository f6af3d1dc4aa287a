import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { it } from 'node:test';
import { createBedrockModel } from './index.ts';
import { openScriptedServer, sendJson } from './testing/scripted-server.ts';
import { hear } from '@naru/language-model/testing';
import { someOptions } from './testing/open-model.ts';

const isLoaded = (): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('client-bedrock-runtime'));

it('the SDK is loaded at the first call, not before', async () => {
  await using server = await openScriptedServer(response => sendJson(response, 500, {}));
  using model = createBedrockModel(someOptions(server.url));
  assert.equal(isLoaded(), false);
  await hear(model);
  assert.equal(isLoaded(), true);
});
