import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { systemClock } from '@naru/kernel';
import { ConnectionPool, createOpenaiModel } from '@naru/llm';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { startTestServer } from '../../testing/start-test-server.ts';

const QUESTION = { model: 'auto', messages: [{ role: 'user', content: '배송은?' }] };

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function scripted() {
  return { primary: scriptedModel('primary', [[say('네.'), finish]]) };
}

describe('what the gateway refuses (R-GW-1)', () => {
  const cases: readonly (readonly [object, string, RegExp])[] = [
    [{ messages: QUESTION.messages }, 'model', /1 to 200 characters, got nothing/],
    [{ ...QUESTION, model: '' }, 'model', /1 to 200 characters/],
    [{ ...QUESTION, messages: [] }, 'messages', /non-empty array, got an array of 0/],
    [{ ...QUESTION, messages: [{ role: 'king', content: 'x' }] }, 'messages[0].role', /one of system, developer, user/],
    [{ ...QUESTION, messages: [{ role: 'user' }] }, 'messages[0].content', /got nothing/],
    [
      { ...QUESTION, messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] },
      'messages[0].content[0]',
      /text or image_url/,
    ],
    [
      {
        ...QUESTION,
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }] }],
      },
      'messages[0].content[0].image_url.url',
      /http\(s\)/,
    ],
    [{ ...QUESTION, messages: [{ role: 'assistant' }] }, 'messages[0].content', /no tool_calls/],
    [{ ...QUESTION, messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].tool_call_id', /id of a tool call/],
    [{ ...QUESTION, n: 2 }, 'n', /must be 1, got 2/],
    [{ ...QUESTION, stream: 'yes' }, 'stream', /true or false/],
    [{ ...QUESTION, temperature: 3 }, 'temperature', /from 0 to 2, got 3/],
    [{ ...QUESTION, max_tokens: 0.5 }, 'max_tokens', /an integer/],
    [{ ...QUESTION, stop: [1] }, 'stop', /array of at most 16 strings/],
    [{ ...QUESTION, tools: [{ type: 'web_search' }] }, 'tools[0]', /type 'function'/],
    [
      { ...QUESTION, tools: [{ type: 'function', function: { name: 'has space' } }] },
      'tools[0].function.name',
      /a tool name/,
    ],
    [
      { ...QUESTION, tool_choice: { type: 'function', function: { name: 'none_such' } } },
      'tool_choice',
      /one of the given/,
    ],
    [{ ...QUESTION, functions: [] }, 'functions', /use tools/],
  ];
  for (const [body, param, message] of cases) {
    it(`${param}: ${message.source}`, async () => {
      await using server = await startTestServer({ models: scripted() });
      const response = await post(server.publicUrl, body);
      const { error } = (await response.json()) as { error: { type: string; param: string; message: string } };
      assert.equal(response.status, 400);
      assert.equal(error.type, 'invalid_request_error');
      assert.equal(error.param, param);
      assert.match(error.message, message);
    });
  }

  it('a header of its own that cannot be read', async () => {
    await using server = await startTestServer({ models: scripted() });
    const response = await post(server.publicUrl, QUESTION, { 'x-naru-intent': 'refund; drop table' });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { error: { param: string } }).error.param, 'x-naru-intent');
  });

  it('the default policy by its inner name, and an empty name for a header', async () => {
    await using server = await startTestServer({ models: scripted() });
    assert.equal((await post(server.publicUrl, { ...QUESTION, model: 'default' })).status, 404);
  });
});

describe('what the gateway tells the router (contracts.md, Gateway)', () => {
  it('intent, tier and session of the headers, tenant of the key', async () => {
    const models = scripted();
    await using server = await startTestServer({ models });
    await post(server.publicUrl, QUESTION, {
      'x-naru-intent': 'REFUND',
      'x-naru-tier': 'gold',
      'x-naru-session': 's:1',
      'x-request-id': 'order-12345',
    });
    const { intent, tier, sessionId, requestId } = models.primary.calls[0]!.labels;
    assert.deepEqual(
      { intent, tier, sessionId, requestId },
      { intent: 'REFUND', tier: 'gold', sessionId: 's:1', requestId: 'order-12345' },
    );
  });

  it('GENERAL where nothing says more', async () => {
    const models = scripted();
    await using server = await startTestServer({ models });
    await post(server.publicUrl, QUESTION);
    assert.equal(models.primary.calls[0]!.labels.intent, 'GENERAL');
  });

  it('names what it dropped for a provider of another protocol, and only names that fit a header', async () => {
    await using server = await startTestServer({ models: scripted() });
    const response = await post(server.publicUrl, {
      ...QUESTION,
      seed: 7,
      logit_bias: {},
      '\r\nx: y': 1,
      constructor: 1,
    });
    assert.equal(response.headers.get('x-naru-ignored'), 'seed, logit_bias, constructor');
  });
});

describe('bytes passed through between equal protocols (R-GW-2)', () => {
  const JSON_BODY =
    '{"id":"x","object":"chat.completion","created":1,"model":"m-1","own_field":"한글","choices":[{"index":0,"message":{"role":"assistant","content":"이틀 걸립니다."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}';
  const frame = (delta: object, finishReason: string | null = null) =>
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm-1', own_field: 1, choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
  const FRAMES = [
    frame({ role: 'assistant', content: '' }),
    frame({ content: '이틀 ' }),
    frame({ content: '걸립니다.' }),
    frame({}, 'stop'),
  ];
  const USAGE = `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm-1', choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } })}\n\n`;

  async function setUp(answer: (request: Record<string, unknown>, response: ServerResponse) => void) {
    const seen: Record<string, unknown>[] = [];
    const upstream = createServer((request, response) => void answerOne(request, response));
    async function answerOne(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Record<string, unknown>;
      seen.push(body);
      answer(body, response);
    }
    upstream.listen(0, '127.0.0.1');
    await new Promise(resolve => upstream.once('listening', resolve));
    const pool = new ConnectionPool({ clock: systemClock });
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`;
    const model = createOpenaiModel({
      id: 'primary',
      url,
      model: 'm-1',
      connectTimeoutMs: 1_000,
      clock: systemClock,
      pool,
    });
    const server = await startTestServer({ models: { primary: model } });
    return {
      server,
      seen,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        pool.close();
        upstream.closeAllConnections();
        await new Promise(resolve => upstream.close(resolve));
      },
    };
  }

  it('gives a JSON answer byte for byte, and sends unknown parameters on', async () => {
    await using world = await setUp((_body, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON_BODY),
    );
    const response = await post(world.server.publicUrl, { ...QUESTION, seed: 7 });
    assert.equal(await response.text(), JSON_BODY);
    assert.equal(response.headers.get('x-naru-ignored'), null);
    assert.equal(world.seen[0]?.['seed'], 7);
    assert.equal(world.seen[0]?.['model'], 'm-1');
  });

  const stream = (_body: Record<string, unknown>, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end([...FRAMES, USAGE, 'data: [DONE]\n\n'].join(''));
  };

  it('gives the frames of a stream as they are, without the usage that nobody asked for', async () => {
    await using world = await setUp(stream);
    const response = await post(world.server.publicUrl, { ...QUESTION, stream: true });
    assert.equal(await response.text(), [...FRAMES, 'data: [DONE]\n\n'].join(''));
  });

  it('keeps the usage for whoever asked', async () => {
    await using world = await setUp(stream);
    const response = await post(world.server.publicUrl, {
      ...QUESTION,
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.equal(await response.text(), [...FRAMES, USAGE, 'data: [DONE]\n\n'].join(''));
  });

  it('ends with [DONE] also where the provider forgot it after its finish reason', async () => {
    await using world = await setUp((_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(FRAMES.join(''));
    });
    const text = await (await post(world.server.publicUrl, { ...QUESTION, stream: true })).text();
    assert.equal(text, [...FRAMES, 'data: [DONE]\n\n'].join(''));
  });

  it('does not end with [DONE] when the provider is cut in the middle', async () => {
    await using world = await setUp((_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(FRAMES.slice(0, 2).join(''), () => response.destroy());
    });
    const text = await (await post(world.server.publicUrl, { ...QUESTION, stream: true })).text();
    assert.match(text, /"error":\{/);
    assert.doesNotMatch(text, /\[DONE\]/);
  });

  it('keeps the words of a provider that refuses to itself', async () => {
    await using world = await setUp((_body, response) =>
      response
        .writeHead(422, { 'content-type': 'application/json' })
        .end('{"error":{"message":"upstream secret words"}}'),
    );
    const response = await post(world.server.publicUrl, QUESTION);
    const text = await response.text();
    assert.equal(response.status, 422);
    assert.doesNotMatch(text + JSON.stringify(world.server.logger.entries), /upstream secret/);
  });
});
