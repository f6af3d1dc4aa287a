import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { scriptedModel } from '@naru/language-model/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createBrowser } from '../testing/browser.ts';
import { OPERATOR_TOKEN, startTestServer } from '../testing/start-test-server.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const JSON_TYPE = { 'content-type': 'application/json' };
const AS_OPERATOR = { ...JSON_TYPE, authorization: `Bearer ${OPERATOR_TOKEN}` };

function complaintsOf(name: string, value: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true });
  ajv.validate(JSON.parse(readFileSync(resolve(ROOT, `contracts/${name}.schema.json`), 'utf8')) as object, value);
  return ajv.errors ?? [];
}

async function setUp() {
  const resets: unknown[] = [];
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[]]) },
    resetListeners: [{ onReset: async reset => void resets.push(reset) }],
  });
  const browser = createBrowser(server.publicUrl);
  async function ask(message: string): Promise<string> {
    const body = JSON.stringify({ message, session_id: 'my-chat' });
    const response = await browser.fetch(`${server.publicUrl}/v1/chat`, { method: 'POST', headers: JSON_TYPE, body });
    return ((await response.json()) as { session_id: string }).session_id;
  }
  const metrics = async () => (await fetch(`${server.internalUrl}/metrics`, { headers: AS_OPERATOR })).text();
  return { server, browser, ask, resets, metrics };
}

interface ErrorAnswer {
  readonly error: { readonly code: string; readonly request_id: string; readonly trace_id: string };
}

describe('session diagnostics over HTTP (C-SES-2, C-SES-3)', () => {
  it('tell operators and the owner the same, by the contract', async () => {
    const { server, browser, ask } = await setUp();
    await using _server = server;
    const id = encodeURIComponent(await ask('없음'));
    const internal = await fetch(`${server.internalUrl}/internal/chat/session/state?session_id=${id}`, {
      headers: AS_OPERATOR,
    });
    const own = await browser.fetch(`${server.publicUrl}/v1/chat/session/state?session_id=my-chat`);
    assert.deepEqual([internal.status, own.status], [200, 200]);
    const [seen, ownSeen] = [await internal.json(), await own.json()] as Record<string, unknown>[];
    assert.deepEqual(complaintsOf('chat-session-state-response', seen), []);
    const ofAnswer = { trace_id: '', request_id: '' };
    assert.deepEqual({ ...seen, ...ofAnswer }, { ...ownSeen, ...ofAnswer });
    assert.equal(seen?.['fallback_count'], 1);
  });

  it('reset what is remembered, have others forget, and say what it was', async () => {
    const { server, browser, ask, resets } = await setUp();
    await using _server = server;
    const session_id = await ask('없음');
    const url = `${server.publicUrl}/v1/chat/session/reset`;
    const reset = await browser.fetch(url, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ session_id }),
    });
    assert.equal(reset.status, 200);
    const answer = (await reset.json()) as Record<string, unknown>;
    assert.deepEqual(complaintsOf('chat-session-reset-response', answer), []);
    assert.deepEqual([answer['previous_fallback_count'], resets], [1, [{ sessionId: session_id, userKey: undefined }]]);
    const after = await browser.fetch(`${server.publicUrl}/v1/chat/session/state?session_id=my-chat`);
    assert.equal(((await after.json()) as Record<string, unknown>)['fallback_count'], 0);
  });

  for (const [face, root] of [
    ['public', '/v1/chat'],
    ['public', '/chat'],
    ['internal', '/internal/chat'],
  ] as const) {
    it(`refuse on ${root} in the internal error shape: missing, bad and unknown ids, unreadable bodies`, async () => {
      const { server, metrics } = await setUp();
      await using _server = server;
      const base = (face === 'public' ? server.publicUrl : server.internalUrl) + root;
      const headers = face === 'public' ? JSON_TYPE : AS_OPERATOR;
      const codeOf = async (path: string, body?: string): Promise<string> => {
        const response = await fetch(base + path, body === undefined ? { headers } : { method: 'POST', headers, body });
        const { error } = (await response.json()) as ErrorAnswer;
        assert.ok(error.request_id && error.trace_id);
        return `${response.status} ${error.code}`;
      };
      assert.equal(await codeOf('/session/state'), '400 missing_session_id');
      assert.equal(await codeOf('/session/state?session_id='), '400 missing_session_id');
      assert.equal(await codeOf('/session/state?session_id=a%20b'), '400 invalid_session_id');
      assert.equal(await codeOf('/session/state?session_id=a&session_id=b'), '400 invalid_session_id');
      assert.equal(await codeOf('/session/state?session_id=s%3Anobody'), '404 not_found');
      assert.equal(await codeOf('/session/reset', '{"session_id":'), '400 invalid_json');
      assert.equal(await codeOf('/session/reset', ''), '400 invalid_json');
      assert.equal(await codeOf('/session/reset', '{}'), '400 missing_session_id');
      assert.equal(await codeOf('/session/reset', '[]'), '400 missing_session_id');
      assert.equal(await codeOf('/session/reset', '{"session_id":7}'), '400 invalid_session_id');
      const text = await metrics();
      assert.match(text, /chat_session_state_requests_total\{result="missing_session_id",has_unresolved="false"\} 2/);
      assert.match(text, /chat_session_reset_requests_total\{result="invalid_json",had_unresolved="false"\} 2/);
    });
  }
});
