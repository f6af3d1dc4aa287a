import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatJsonAnswerSchema } from '@naru/api-contract';
import { fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { createBrowser } from '../../testing/browser.ts';
import { OPERATOR_TOKEN, startTestServer, type TestServerOptions } from '../../testing/start-test-server.ts';
import { until } from '../../testing/until.ts';

async function setUp(lines: readonly (readonly ScriptLine[])[], options: Partial<TestServerOptions> = {}) {
  const model = scriptedModel('primary', lines);
  const server = await startTestServer({ ...options, models: { primary: model } });
  const browser = createBrowser(server.publicUrl);
  const post = (path: string, body: unknown) =>
    browser.fetch(`${server.publicUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const get = (path: string, headers: Record<string, string> = {}) =>
    browser.fetch(`${server.publicUrl}${path}`, { headers });
  return { server, model, browser, post, get };
}

const ANSWER: readonly ScriptLine[] = [say('이틀 '), say('걸립니다 [1].'), finish];
const question = (id = 'm1') => ({
  id: 'my-chat',
  messages: [{ id, role: 'user', parts: [{ type: 'text', text: '배송은?' }] }],
});

interface WireEvent {
  readonly id: string | undefined;
  readonly data: string;
}

function eventsOf(text: string): WireEvent[] {
  return text
    .split('\n\n')
    .filter(block => block.includes('data: '))
    .map(block => ({ id: /^id: (.+)$/m.exec(block)?.[1], data: /^data: (.*)$/m.exec(block)?.[1] ?? '' }));
}

function typesOf(text: string): string[] {
  return eventsOf(text)
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => (JSON.parse(data) as { type: string }).type);
}

/** A late reader may get neighbouring deltas as one. */
function wordsOf(events: readonly WireEvent[]): string {
  const chunks = events
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => JSON.parse(data) as { delta?: string });
  return chunks.map(({ delta = '' }) => delta).join('');
}

const TERMINALS = ['finish', 'abort', 'error'];

describe('POST /v1/chat/stream (C-SSE-1)', () => {
  it('numbers its events, ends with one terminal chunk, then [DONE]', async () => {
    const { server, post } = await setUp([ANSWER]);
    await using _server = server;
    const response = await post('/v1/chat/stream', question());
    const text = await response.text();
    const events = eventsOf(text);
    const streamId = response.headers.get('x-stream-id');
    assert.deepEqual(
      events.slice(0, -1).map(({ id }) => id),
      events.slice(0, -1).map((_event, index) => `${streamId}.${index + 1}`),
    );
    assert.equal(events.at(-1)?.data, '[DONE]');
    assert.deepEqual(
      typesOf(text).filter(type => TERMINALS.includes(type)),
      ['finish'],
    );
    assert.equal(typesOf(text).at(-1), 'finish');
  });

  it('names protocol, stream and session, and keeps proxies from holding it back', async () => {
    const { server, post } = await setUp([ANSWER]);
    await using _server = server;
    const { headers } = await post('/v1/chat/stream', question());
    assert.equal(headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(headers.get('x-vercel-ai-ui-message-stream'), 'v1');
    assert.equal(headers.get('cache-control'), 'no-cache, no-transform');
    assert.equal(headers.get('x-accel-buffering'), 'no');
    assert.match(headers.get('x-session-id') ?? '', /^s:[0-9a-f]{32}$/);
  });

  for (const path of ['/api/chat', '/chat/stream']) {
    it(`is also at ${path}`, async () => {
      const { server, post } = await setUp([ANSWER]);
      await using _server = server;
      assert.ok(typesOf(await (await post(path, question())).text()).includes('finish'));
    });
  }

  it('sends a comment while nothing is said, between two events only', async () => {
    const { server, post } = await setUp([[say('이틀 '), wait('forever')]], { http: { heartbeatMs: 5 } });
    await using _server = server;
    const response = await post('/v1/chat/stream', question());
    let text = '';
    for await (const bytes of response.body!) {
      text += Buffer.from(bytes).toString();
      if (text.split(': hb\n\n').length > 3) break;
    }
    for (const block of text.split('\n\n').slice(0, -1)) assert.match(block, /^(?:: hb|id: \S+\ndata: \{.*\})$/);
  });

  it('gives a client that asks for reset-step what it declared, and others never', async () => {
    const { server, post } = await setUp([ANSWER]);
    await using _server = server;
    const response = await post('/v1/chat/stream', { ...question(), accepts: ['reset-step', 'unknown'] });
    assert.equal(response.status, 200);
  });
});

describe('resuming (C-SSE-2)', () => {
  it('goes on after the event that the client saw last, also when the answer has ended since', async () => {
    const { server, post, get } = await setUp([ANSWER]);
    await using _server = server;
    const response = await post('/v1/chat/stream', question());
    const whole = eventsOf(await response.text());
    const resumed = await get('/v1/chat/my-chat/stream', { 'last-event-id': whole[3]!.id! });
    assert.equal(resumed.status, 200);
    const rest = eventsOf(await resumed.text());
    assert.equal(rest[0]?.id, whole[4]?.id);
    assert.deepEqual(rest.slice(-3), whole.slice(-3));
    assert.equal(wordsOf(rest), wordsOf(whole));
  });

  it('gives 204 when nothing runs, when nobody asks, and for what another customer runs', async () => {
    const { server, post, get, model } = await setUp([[say('이틀 '), wait('forever')]]);
    await using _server = server;
    assert.equal((await get('/v1/chat/my-chat/stream')).status, 204);
    void post('/v1/chat/stream', question());
    await until(() => model.running === 1);
    const stranger = await fetch(`${server.publicUrl}/v1/chat/my-chat/stream`);
    assert.equal(stranger.status, 204);
    const other = createBrowser(server.publicUrl);
    await other.fetch(`${server.publicUrl}/v1/page`);
    assert.equal((await other.fetch(`${server.publicUrl}/v1/chat/my-chat/stream`)).status, 204);
  });

  it('ignores an event id of a stream that is not of this conversation', async () => {
    const { server, post, get } = await setUp([ANSWER]);
    await using _server = server;
    const { id } = eventsOf(await (await post('/v1/chat/stream', question())).text())[2]!;
    assert.equal((await get('/v1/chat/another/stream', { 'last-event-id': id! })).status, 204);
    assert.equal((await get('/v1/chat/my-chat/stream', { 'last-event-id': '../../etc' })).status, 204);
  });
});

describe('POST /v1/chat (C-JSON-1)', () => {
  it('answers in one body of the contract', async () => {
    const { server, post } = await setUp([ANSWER]);
    await using _server = server;
    const response = await post('/v1/chat', { message: '배송은?' });
    const answer = chatJsonAnswerSchema.parse(await response.json());
    assert.equal(answer.status, 'ok');
    assert.equal(answer.answer, '이틀 걸립니다 [1].');
    const [citation] = answer.citations;
    assert.ok(citation && 'docId' in citation);
    assert.equal(citation.docId, 'shipping/time');
    assert.equal(answer.provider, 'primary');
    assert.equal(answer.request_id, response.headers.get('x-request-id'));
  });

  it('says honestly that it found nothing, without asking a model', async () => {
    const { server, post, model } = await setUp([ANSWER]);
    await using _server = server;
    const answer = chatJsonAnswerSchema.parse(await (await post('/chat', { message: '없음' })).json());
    assert.deepEqual(
      [answer.status, answer.reason_code, answer.provider],
      ['insufficient_evidence', 'NO_EVIDENCE', null],
    );
    assert.equal(model.calls.length, 0);
  });

  it('goes on with a conversation by its session id', async () => {
    const { server, post, model } = await setUp([ANSWER]);
    await using _server = server;
    const first = chatJsonAnswerSchema.parse(await (await post('/v1/chat', { message: '배송은?' })).json());
    const second = chatJsonAnswerSchema.parse(
      await (await post('/v1/chat', { message: '제주는?', session_id: first.session_id })).json(),
    );
    assert.equal(second.session_id, first.session_id);
    assert.ok(model.calls[1]!.prompt.messages.some(({ role }) => role === 'assistant'));
  });

  it('answers 502 with the error object when no provider answers, and still names the session', async () => {
    const { server, post } = await setUp([[fail('server')]]);
    await using _server = server;
    const response = await post('/v1/chat', { message: '배송은?' });
    const error = (await response.json()) as { code: string; traceId: string };
    assert.equal(response.status, 502);
    assert.equal(error.code, 'PROVIDER_UNAVAILABLE');
    assert.match(response.headers.get('x-session-id') ?? '', /^s:/);
  });

  it('gives the same answer to the same message of the same client', async () => {
    const { server, post, model } = await setUp([ANSWER]);
    await using _server = server;
    const ask = async () =>
      chatJsonAnswerSchema.parse(
        await (await post('/v1/chat', { message: '배송은?', client_message_id: 'once', session_id: 'mine' })).json(),
      );
    assert.equal((await ask()).message_id, (await ask()).message_id);
    assert.equal(model.calls.length, 1);
  });

  it('tells a customer who asks too often when to come back', async () => {
    const { server, post } = await setUp([ANSWER], { chat: { turnsPerMinute: 1 } });
    await using _server = server;
    await post('/v1/chat', { message: '배송은?' });
    const response = await post('/v1/chat', { message: '또?' });
    assert.equal(response.status, 429);
    assert.ok(Number(response.headers.get('retry-after')) > 0);
  });
});

describe('history and the decision behind an answer', () => {
  it('is not found by anybody but its owner', async () => {
    const { server, post } = await setUp([ANSWER]);
    await using _server = server;
    const { session_id } = (await (await post('/v1/chat', { message: '배송은?' })).json()) as { session_id: string };
    const path = `${server.publicUrl}/v1/chat/${encodeURIComponent(session_id)}`;
    const stranger = createBrowser(server.publicUrl);
    await stranger.fetch(`${server.publicUrl}/v1/page`);
    assert.equal((await fetch(path)).status, 404);
    assert.equal((await stranger.fetch(path)).status, 404);
  });

  it('shows an operator the chain, the stages and each attempt', async () => {
    const { server, post } = await setUp([ANSWER]);
    await using _server = server;
    const answer = (await (await post('/v1/chat', { message: '배송은?' })).json()) as Record<string, string>;
    const path = `/v1/chat/${encodeURIComponent(answer['session_id']!)}/decision/${answer['message_id']}`;
    const response = await fetch(server.publicUrl + path, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } });
    const panel = (await response.json()) as {
      calls: { attempts: { outcome: string }[]; chain: string[] }[];
      intent: string;
    };
    assert.equal(panel.intent, 'SHIPPING');
    assert.deepEqual(panel.calls[0]?.chain, ['primary']);
    assert.equal(panel.calls[0]?.attempts[0]?.outcome, 'ok');
  });

  it('knows an operator by the cookie of a login on the other listener, and a customer as nobody', async () => {
    const { server, post, browser, get } = await setUp([ANSWER]);
    await using _server = server;
    const answer = (await (await post('/v1/chat', { message: '배송은?' })).json()) as Record<string, string>;
    const path = `/v1/chat/${encodeURIComponent(answer['session_id']!)}/decision/${answer['message_id']}`;
    assert.equal((await get(path)).status, 404);
    const login = await fetch(`${server.internalUrl}/internal/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: OPERATOR_TOKEN }),
    });
    const [cookie = ''] = login.headers.getSetCookie();
    assert.match(cookie, /HttpOnly; SameSite=Lax/);
    browser.cookies.set('naru_operator', cookie.split(';')[0]!.split('=')[1]!);
    assert.equal((await get(path)).status, 200);
    assert.equal(((await (await get('/v1/page')).json()) as { isOperator: boolean }).isOperator, true);
  });
});

describe('a GET where only questions are taken', () => {
  for (const path of ['/v1/chat/completions', '/v1/chat/stream', '/chat/stream', '/api/chat', '/v1/chat']) {
    it(`is told so on ${path}`, async () => {
      const { server, get } = await setUp([ANSWER]);
      await using _server = server;
      const response = await get(path);
      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST']);
    });
  }
});
