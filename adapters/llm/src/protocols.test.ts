import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { systemClock } from '@naru/kernel';
import { ConnectionPool } from './http/connection-pool.ts';
import { createProviderModel, protocols, type ProviderEndpoint } from './protocols.ts';
import { hear } from '@naru/language-model/testing';
import {
  dataFrame,
  eventFrame,
  openScriptedServer,
  sendJson,
  streamFrames,
  type Script,
} from './testing/scripted-server.ts';

const KEY = 'sk-canary-key-4711';
const PROVIDER_WORDS = 'canary words of a provider';
const CUSTOMER_WORDS = '카나리아 고객의 말';
const deps = { apiKey: KEY, clock: systemClock, pool: new ConnectionPool({ clock: systemClock }) };
const aProvider = (overrides: Partial<ProviderEndpoint> = {}): ProviderEndpoint => ({
  alias: 'primary',
  protocol: 'openai',
  url: 'http://127.0.0.1:9',
  model: 'model-a',
  timeouts: { connectMs: 1_000 },
  ...overrides,
});

describe('createProviderModel', () => {
  it('knows the four protocols', () => {
    assert.deepEqual([...protocols.keys()], ['openai', 'anthropic', 'generate', 'toy']);
    for (const protocol of protocols.keys())
      assert.equal(createProviderModel(aProvider({ protocol }), deps).id, 'primary');
  });

  it('names what is allowed when a protocol is unknown', () => {
    for (const protocol of ['gopher', '__proto__', 'constructor', '']) {
      assert.throws(
        () => createProviderModel(aProvider({ protocol }), deps),
        /primary.*allowed are openai, anthropic, generate, toy/,
      );
    }
  });

  it('names the provider when its URL or key is no good, and never the key', () => {
    assert.throws(() => createProviderModel(aProvider({ url: 'nowhere' }), deps), /Provider primary: .*http/);
    for (const protocol of ['openai', 'anthropic', 'generate']) {
      assert.throws(
        () => createProviderModel(aProvider({ protocol }), { ...deps, apiKey: `${KEY}\r\nx: y` }),
        error =>
          error instanceof TypeError && /Provider primary: .*key/.test(error.message) && !inspect(error).includes(KEY),
      );
    }
  });
});

describe('secrets', () => {
  const words = { error: { message: PROVIDER_WORDS, type: PROVIDER_WORDS, code: PROVIDER_WORDS } };
  const scripts: Readonly<Record<string, Script>> = {
    'a refusal': response => sendJson(response, 400, { ...words, code: PROVIDER_WORDS, message: PROVIDER_WORDS }),
    'a page': response => response.writeHead(200, { 'content-type': 'text/html' }).end(PROVIDER_WORDS),
    'an error inside a stream': response =>
      streamFrames(response, [eventFrame('error', { type: 'error', ...words }), dataFrame(words)]),
    'garbage instead of HTTP': response => response.socket?.end(`${PROVIDER_WORDS}\r\n\r\n`),
    'malformed frames': response =>
      streamFrames(response, [
        `data: {${PROVIDER_WORDS}\n\n`,
        `event: delta\ndata: ${PROVIDER_WORDS}\n\n`,
        'data: x\n\n',
      ]),
    'a reset': response => response.socket?.resetAndDestroy(),
  };

  for (const protocol of ['openai', 'anthropic', 'generate']) {
    for (const [what, script] of Object.entries(scripts)) {
      it(`${protocol}: neither key nor anybody's words are in the error for ${what}`, async () => {
        await using server = await openScriptedServer(script);
        const model = createProviderModel(aProvider({ protocol, url: server.url }), deps);
        const { error } = await hear(model, { prompt: { messages: [{ role: 'user', text: CUSTOMER_WORDS }] } });
        assert.ok(error, 'it should have failed');
        const shown =
          inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + error.stack + error.message;
        for (const secret of [KEY, PROVIDER_WORDS, CUSTOMER_WORDS]) assert.equal(shown.includes(secret), false, shown);
        assert.equal(server.requests.length > 0, true);
      });
    }

    it(`${protocol}: the model shows no key`, () => {
      const model = createProviderModel(aProvider({ protocol }), deps);
      const shown = inspect(model, { depth: Infinity, showHidden: true, getters: true }) + JSON.stringify(model);
      assert.equal(shown.includes(KEY), false);
    });
  }
});
