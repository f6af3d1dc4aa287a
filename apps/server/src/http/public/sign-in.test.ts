import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import type { HttpSettings } from '../../composition/build-http.ts';
import { createBrowser } from '../../testing/browser.ts';
import { startTestServer } from '../../testing/start-test-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function setUp(http: Partial<HttpSettings> = { hasDemoCustomers: true }) {
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[say('네 [1].'), finish]]) },
    http,
  });
  const browser = createBrowser(server.publicUrl);
  const post = (path: string, body: object) =>
    browser.fetch(server.publicUrl + path, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  const get = (path: string) => browser.fetch(server.publicUrl + path);
  async function sessionOf(response: Response): Promise<string> {
    return ((await response.json()) as { session_id: string }).session_id;
  }
  return { server, post, get, sessionOf };
}

describe('signing in (C-ID-1)', () => {
  it('offers three sample customers in the demo, and lets the page be one of them', async () => {
    const { server, post, get } = await setUp();
    await using _server = server;
    const { customers } = (await (await get('/v1/demo-customers')).json()) as {
      customers: { id: string; name: string }[];
    };
    assert.equal(customers.length, 3);
    const page = async () => ((await (await get('/v1/page')).json()) as { customer: string | null }).customer;
    assert.equal(await page(), null);
    assert.equal((await post('/v1/sign-in', { demo_customer: customers[0]!.id })).status, 200);
    assert.equal(await page(), customers[0]!.name);
    await post('/v1/sign-out', {});
    assert.equal(await page(), null);
  });

  it('turns the visitor’s conversations into the user’s, under the same id', async () => {
    const { server, post, get, sessionOf } = await setUp();
    await using _server = server;
    const before = await sessionOf(await post('/v1/chat', { message: '배송은?', session_id: 'my-chat' }));
    assert.match(before, /^s:/);
    await post('/v1/sign-in', { demo_customer: 'minji' });
    const history = (await (await get('/v1/chat/my-chat')).json()) as { session: { id: string }; messages: unknown[] };
    assert.deepEqual([history.session.id, history.messages.length], [before, 2]);
    assert.equal(await sessionOf(await post('/v1/chat', { message: '더 알려 주세요', session_id: before })), before);
    await post('/v1/sign-out', {});
    assert.equal((await get('/v1/chat/my-chat')).status, 404, 'they are the user’s now');
  });

  it('leaves one user’s conversations to that user when another signs in after', async () => {
    const { server, post, get } = await setUp();
    await using _server = server;
    await post('/v1/sign-in', { demo_customer: 'minji' });
    await post('/v1/chat', { message: '배송은?', session_id: 'hers' });
    await post('/v1/sign-in', { demo_customer: 'junho' });
    assert.equal((await get('/v1/chat/hers')).status, 404);
    await post('/v1/sign-in', { demo_customer: 'minji' });
    assert.equal((await get('/v1/chat/hers')).status, 200);
  });

  it('knows only the three, and nobody outside the demo', async () => {
    const { server, post } = await setUp();
    await using _server = server;
    assert.equal((await post('/v1/sign-in', { demo_customer: 'admin' })).status, 400);
    assert.equal((await post('/v1/sign-in', {})).status, 401);
    const closed = await setUp({ hasDemoCustomers: false });
    await using _closed = closed.server;
    assert.equal((await closed.post('/v1/sign-in', { demo_customer: 'minji' })).status, 401);
    assert.deepEqual(await (await closed.get('/v1/demo-customers')).json(), { customers: [] });
  });

  it('takes no sign-in from a foreign page (D26)', async () => {
    const { server } = await setUp();
    await using _server = server;
    const headers = { ...JSON_TYPE, origin: 'https://evil.example' };
    const body = JSON.stringify({ demo_customer: 'minji' });
    assert.equal((await fetch(`${server.publicUrl}/v1/sign-in`, { method: 'POST', headers, body })).status, 403);
  });
});
