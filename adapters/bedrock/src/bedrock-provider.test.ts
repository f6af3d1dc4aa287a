import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '@naru/kernel';
import { startSimulator } from '@naru/simulator';
import { hear } from '@naru/language-model/testing';
import { createBedrockProviderModel } from './bedrock-provider.ts';

const deps = { apiKey: 'bedrock-key', clock: systemClock };
const provider = { alias: 'primary', model: 'model-a', timeouts: { connectMs: 2_000 } };

describe('createBedrockProviderModel', () => {
  it('answers for a configured provider, with its API key', async () => {
    await using simulator = await startSimulator({
      providers: { primary: { protocol: 'bedrock', apiKey: 'bedrock-key' } },
    });
    process.env['AWS_REGION'] ??= 'ap-northeast-2';
    using model = createBedrockProviderModel({ ...provider, url: simulator.urlOf('primary') }, deps);
    const heard = await hear(model);
    assert.deepEqual([heard.error, heard.parts.at(-1)?.type], [undefined, 'finish']);
  });

  it('names the provider whose address or key cannot be used', () => {
    assert.throws(
      () => createBedrockProviderModel({ ...provider, url: 'nowhere' }, deps),
      /Provider primary: endpoint/,
    );
    const url = 'https://bedrock-runtime.us-east-1.amazonaws.com';
    assert.throws(
      () => createBedrockProviderModel({ ...provider, url }, { ...deps, apiKey: 'a b' }),
      /Provider primary: An API key/,
    );
  });
});
