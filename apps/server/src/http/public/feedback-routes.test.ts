import { finish, say, scriptedModel } from '@naru/language-model/testing';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBrowser } from '../../testing/browser.ts';
import { startTestServer } from '../../testing/start-test-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function setUp() {
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[say('결제 후 이틀 안에 보냅니다 [1].'), finish]]) },
  });
  const browser = createBrowser(server.publicUrl);
  const post = (path: string, body: object, by = browser) =>
    by.fetch(server.publicUrl + path, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  const asked = (await (await post('/v1/chat', { message: '배송은?' })).json()) as {
    session_id: string;
    message_id: string;
  };
  const tell = (kind: string, by = browser, messageId = asked.message_id, root = '/v1/chat') =>
    post(`${root}/${encodeURIComponent(asked.session_id)}/feedback`, { message_id: messageId, kind }, by);
  return { server, browser, tell };
}

describe('feedback on an answer (S-QLT-1)', () => {
  it('is taken from its owner, and may be changed, also without the version in the path', async () => {
    const { server, tell, browser } = await setUp();
    await using _server = server;
    for (const kind of ['up', 'up', 'down', 'resolved']) assert.equal((await tell(kind)).status, 204, kind);
    assert.equal((await tell('down', browser, undefined, '/chat')).status, 204);
  });

  it('is not taken from anybody else, nor on an answer that is not there', async () => {
    const { server, tell, browser } = await setUp();
    await using _server = server;
    const stranger = createBrowser(server.publicUrl);
    await stranger.fetch(`${server.publicUrl}/v1/page`);
    assert.equal((await tell('up', stranger)).status, 404);
    assert.equal((await tell('up', browser, 'message-of-nobody')).status, 404);
  });

  it('is one of three words', async () => {
    const { server, tell } = await setUp();
    await using _server = server;
    const response = await tell('great');
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { code: string }).code, 'BAD_REQUEST');
  });
});
