import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel, wait } from '@naru/language-model/testing';
import type { LanguageModel } from '@naru/language-model';
import { startTestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

const QUESTION = { messages: [{ role: 'user', parts: [{ type: 'text', text: '배송은?' }] }] };
const COMPLETION = { model: 'auto', stream: true, messages: [{ role: 'user', content: 'x' }] };

/** A model that says one thing, waits to be released, and finishes. */
function heldModel() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const model: LanguageModel = {
    id: 'primary',
    async *stream() {
      yield [{ type: 'text-delta', text: '이틀 ' }];
      await promise;
      yield [{ type: 'text-delta', text: '걸립니다 [1].' }, finish];
    },
  };
  return { model, release: resolve };
}

function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

describe('stopping (V-NET-2)', () => {
  it('lets running answers finish, on both faces', async () => {
    const { model, release } = heldModel();
    await using server = await startTestServer({ models: { primary: model }, stopMs: 10_000 });
    const chat = await post(`${server.publicUrl}/v1/chat/stream`, QUESTION);
    const gateway = await post(`${server.publicUrl}/v1/chat/completions`, COMPLETION);
    const stopping = server.stop();
    release();
    assert.match(await chat.text(), /걸립니다[^]*"type":"finish"[^]*\[DONE\]/);
    assert.match(await gateway.text(), /걸립니다[^]*\[DONE\]/);
    await stopping;
  });

  it('cuts what outlasts its patience, and says so', async () => {
    const model = scriptedModel('primary', [[say('이틀 '), wait('forever')]]);
    await using server = await startTestServer({ models: { primary: model }, stopMs: 20 });
    const chat = await post(`${server.publicUrl}/v1/chat/stream`, QUESTION);
    const gateway = await post(`${server.publicUrl}/v1/chat/completions`, COMPLETION);
    await until(() => model.running === 2);
    await server.stop();
    const chatText = await chat.text();
    assert.match(chatText, /"type":"(?:error|abort|finish)"/);
    assert.match(chatText, /\[DONE\]\n\n$/);
    const gatewayText = await gateway.text();
    assert.match(gatewayText, /"error":\{/);
    assert.doesNotMatch(gatewayText, /\[DONE\]/);
    assert.equal(model.running, 0);
  });

  it('is not ready and takes nothing new while it waits, but still says that it lives', async () => {
    const { model, release } = heldModel();
    await using server = await startTestServer({ models: { primary: model }, stopMs: 10_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    assert.equal((await get(agent, `${server.publicUrl}/readyz`)).status, 200);
    const running = await post(`${server.publicUrl}/v1/chat/stream`, QUESTION);
    server.face.beginStop();
    const ready = await get(agent, `${server.publicUrl}/readyz`);
    assert.equal(ready.status, 503);
    assert.match(ready.body, /"reason":"stopping"/);
    assert.equal((await get(agent, `${server.publicUrl}/livez`)).status, 200);
    const refused = await post(`${server.publicUrl}/v1/chat`, { message: '배송은?' });
    assert.equal(refused.status, 503);
    assert.equal(((await refused.json()) as { code: string }).code, 'INTERNAL');
    release();
    await running.text();
    agent.destroy();
  });
});

async function get(agent: Agent, url: string): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  request(url, { agent }, response => {
    let body = '';
    response.setEncoding('utf8').on('data', (text: string) => (body += text));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
  })
    .on('error', reject)
    .end();
  return promise;
}
