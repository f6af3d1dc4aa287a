import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import OpenAI from 'openai';
import { until } from '../../testing/until.ts';
import { startTestServer, type TestServerOptions } from '../../testing/start-test-server.ts';

async function setUp(
  scripts: Readonly<Record<string, readonly (readonly ScriptLine[])[]>>,
  options: Partial<TestServerOptions> = {},
) {
  const models = Object.fromEntries(
    Object.entries(scripts).map(([alias, script]) => [alias, scriptedModel(alias, script)]),
  );
  const server = await startTestServer({ ...options, models });
  const client = new OpenAI({ baseURL: `${server.publicUrl}/v1`, apiKey: 'unused', timeout: 5_000 });
  return { server, client, models };
}

const QUESTION = { model: 'auto', messages: [{ role: 'user' as const, content: '배송은 얼마나 걸리나요?' }] };
const TOOL = { type: 'function' as const, function: { name: 'find_order', parameters: { type: 'object' } } };

describe('the gateway, asked by the official openai client (R-GW-1)', () => {
  it('answers a chat completion with text and usage', async () => {
    const { server, client } = await setUp({ primary: [[say('이틀 '), say('걸립니다.'), finish]] });
    await using _server = server;
    const completion = await client.chat.completions.create(QUESTION);
    assert.equal(completion.choices[0]?.message.content, '이틀 걸립니다.');
    assert.equal(completion.choices[0]?.finish_reason, 'stop');
    assert.equal(completion.usage?.total_tokens, 15);
    assert.equal(completion.model, 'primary-model');
  });

  it('streams the same text, and usage in a last chunk when asked for', async () => {
    const { server, client } = await setUp({ primary: [[say('이틀 '), say('걸립니다.'), finish]] });
    await using _server = server;
    const stream = await client.chat.completions.create({
      ...QUESTION,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await Array.fromAsync(stream);
    assert.equal(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join(''), '이틀 걸립니다.');
    assert.equal(chunks.at(-1)?.usage?.completion_tokens, 5);
    assert.deepEqual(chunks.at(-1)?.choices, []);
  });

  it('keeps usage to itself when nobody asked', async () => {
    const { server, client } = await setUp({ primary: [[say('네.'), finish]] });
    await using _server = server;
    const chunks = await Array.fromAsync(await client.chat.completions.create({ ...QUESTION, stream: true }));
    assert.ok(chunks.every(chunk => chunk.usage === undefined));
  });

  for (const isStream of [false, true]) {
    it(`gives tool calls, ${isStream ? 'streamed' : 'whole'}`, async () => {
      const { server, client, models } = await setUp({
        primary: [
          [
            call('find_order', { number: 7 }, 'call-a'),
            { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } },
          ],
        ],
      });
      await using _server = server;
      const request = { ...QUESTION, tools: [TOOL] };
      const completion = isStream
        ? await client.chat.completions.stream(request).finalChatCompletion()
        : await client.chat.completions.create(request);
      const { message, finish_reason } = completion.choices[0]!;
      assert.equal(finish_reason, 'tool_calls');
      const [toolCall] = message.tool_calls ?? [];
      assert.ok(toolCall?.type === 'function');
      assert.deepEqual(JSON.parse(toolCall.function.arguments), { number: 7 });
      assert.equal(models['primary']!.calls.at(-1)?.tools[0]?.name, 'find_order');
    });
  }

  it('sends a tool result back under the name of the tool that was called', async () => {
    const { server, client, models } = await setUp({ primary: [[say('도착했습니다.'), finish]] });
    await using _server = server;
    await client.chat.completions.create({
      model: 'auto',
      tools: [TOOL],
      messages: [
        ...QUESTION.messages,
        {
          role: 'assistant',
          tool_calls: [{ id: 'call-a', type: 'function', function: { name: 'find_order', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'call-a', content: '배송 완료' },
      ],
    });
    const last = models['primary']!.calls[0]?.prompt.messages.at(-1);
    assert.deepEqual(last, { role: 'tool', toolCallId: 'call-a', toolName: 'find_order', resultText: '배송 완료' });
  });

  it('moves on before the first word, and says in headers who answered', async () => {
    const { server, client } = await setUp({ primary: [[fail('server')]], second: [[say('네.'), finish]] });
    await using _server = server;
    const { response } = await client.chat.completions.create(QUESTION).withResponse();
    assert.equal(response.headers.get('x-naru-provider'), 'second');
    assert.equal(response.headers.get('x-naru-attempts'), '2');
    assert.equal(response.headers.get('x-naru-decision'), 'default');
    assert.match(response.headers.get('x-request-id') ?? '', /^[0-9a-f]{32}$/);
  });

  const failures = [
    ['server', OpenAI.InternalServerError, 502],
    ['timeout_first_token', OpenAI.InternalServerError, 504],
    ['rate_limited', OpenAI.RateLimitError, 429],
    ['bad_request', OpenAI.BadRequestError, 400],
    ['context_length', OpenAI.BadRequestError, 400],
    ['auth', OpenAI.InternalServerError, 502],
  ] as const;
  for (const [kind, errorClass, status] of failures) {
    for (const stream of [false, true]) {
      it(`raises ${errorClass.name} once for ${kind}${stream ? ' before a stream' : ''}`, async () => {
        const { server, client, models } = await setUp({ primary: [[fail(kind)]] });
        await using _server = server;
        await assert.rejects(
          async () => client.chat.completions.create({ ...QUESTION, stream }),
          (error: unknown) => error instanceof errorClass && error.status === status && error.requestID !== null,
        );
        assert.equal(models['primary']!.calls.length, 1, 'the client did not try again');
      });
    }
  }

  it('raises an error in the middle of a stream, so that nobody takes the answer for complete (R-FO-3)', async () => {
    const { server, client } = await setUp({
      primary: [[say('이틀 '), fail('stream_broken')]],
      second: [[say('다른 답'), finish]],
    });
    await using _server = server;
    const texts: string[] = [];
    await assert.rejects(async () => {
      for await (const chunk of await client.chat.completions.create({ ...QUESTION, stream: true })) {
        texts.push(chunk.choices[0]?.delta.content ?? '');
      }
    }, OpenAI.APIError);
    assert.equal(texts.join(''), '이틀 ');
  });

  it('aborts the provider as soon as the client leaves (R-FO-5)', async () => {
    const { server, client, models } = await setUp({ primary: [[say('이틀 '), wait('forever')]] });
    await using _server = server;
    const stream = await client.chat.completions.create({ ...QUESTION, stream: true });
    for await (const _chunk of stream) break;
    await until(() => models['primary']!.running === 0);
    await until(() => server.face.answers.count === 0);
  });

  it('lists auto, policies and providers as models, and knows one by its name', async () => {
    const { server, client } = await setUp({ primary: [[say('네.'), finish]] });
    await using _server = server;
    const names = (await Array.fromAsync(client.models.list())).map(({ id }) => id);
    assert.deepEqual(names, ['auto', 'support', 'primary']);
    assert.equal((await client.models.retrieve('support')).id, 'support');
    await assert.rejects(async () => client.models.retrieve('nobody'), OpenAI.NotFoundError);
  });

  it('says which models there are when asked for another', async () => {
    const { server, client } = await setUp({ primary: [[say('네.'), finish]] });
    await using _server = server;
    await assert.rejects(
      async () => client.chat.completions.create({ ...QUESTION, model: 'constructor' }),
      (error: unknown) =>
        error instanceof OpenAI.NotFoundError &&
        error.code === 'model_not_found' &&
        /auto, support, primary/.test(error.message),
    );
  });
});
