import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import type { ModelCall, StreamPart } from '@naru/language-model';
import { openModel } from '../testing/open-model.ts';
import { dataFrame, sendJson, startStream, streamFrames, type Script } from '../testing/scripted-server.ts';
import { settleUntil } from '../testing/settle-until.ts';
import { failureOf, hear, textOf } from '@naru/language-model/testing';
import { bytesOf } from '../testing/bytes-of.ts';
import { createOpenaiModel } from './openai-model.ts';

const DONE = 'data: [DONE]\n\n';
const frame = (delta: unknown, finishReason: string | null = null, more: object = {}): string =>
  dataFrame({ id: 'c1', model: 'model-b', choices: [{ index: 0, delta, finish_reason: finishReason }], ...more });
const say = (content: string): string => frame({ content });
const role = frame({ role: 'assistant', content: '' });
const stop = frame({}, 'stop');
const usageFrame = dataFrame({
  choices: [],
  usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 3 } },
});

const frames =
  (...lines: readonly string[]): Script =>
  response =>
    streamFrames(response, lines);
const raw = (body: Record<string, unknown> = {}): Partial<ModelCall> => ({
  raw: { protocol: 'openai', body: { model: 'alias', messages: [], stream: true, ...body } },
});
const finishOf = (parts: readonly StreamPart[]) => parts.find(part => part.type === 'finish');

async function listen(script: Script, overrides: Partial<ModelCall> = {}) {
  await using opened = await openModel(createOpenaiModel, script);
  return { ...(await hear(opened.model, overrides)), requests: opened.server.requests };
}

describe('openai stream', () => {
  it('keeps usage that comes in a last frame without choices (R-FO-7)', async () => {
    const { parts } = await listen(frames(role, say('네'), stop, usageFrame, DONE));
    assert.deepEqual(finishOf(parts)?.usage, { inputTokens: 9, outputTokens: 4, cacheReadTokens: 3, estimated: false });
  });

  it('estimates usage that is missing or negative, and says so (fault 23)', async () => {
    for (const usage of [undefined, { prompt_tokens: -1, completion_tokens: 4 }]) {
      const { parts } = await listen(frames(say('안녕하세요'), frame({}, 'stop', { usage }), DONE));
      const seen = finishOf(parts)?.usage;
      assert.equal(seen?.estimated, true);
      assert.ok(seen.inputTokens > 0 && seen.outputTokens > 0);
    }
  });

  it('tells the name that the provider gives its model, once and first (fault 22)', async () => {
    const { parts } = await listen(frames(role, say('a'), say('b'), stop, DONE));
    assert.deepEqual(
      parts.filter(part => part.type === 'response').map(part => part.model),
      ['model-b'],
    );
    assert.equal(parts[0]?.type, 'response');
  });

  it('skips one malformed frame, and breaks at the second (R-FO-7)', async () => {
    const one = await listen(frames(say('가'), 'data: {"cho\n\n', say('나'), stop, DONE));
    assert.equal(textOf(one.parts), '가나');
    assert.equal(one.error, undefined);
    const two = await listen(frames(say('가'), 'data: {"cho\n\n', 'data: x\n\n', stop, DONE));
    assert.equal(two.error?.kind, 'stream_broken');
    assert.equal(textOf(two.parts), '가');
  });

  it('passes over heartbeats and role frames without a part (R-FO-2)', async () => {
    const { parts } = await listen(frames(': ping\n\n', role, ': ping\n\n', say('네'), stop, DONE));
    assert.deepEqual(
      parts.map(part => part.type),
      ['response', 'text-delta', 'finish'],
    );
  });

  it('gives reasoning as such', async () => {
    const { parts } = await listen(
      frames(frame({ reasoning_content: '흠' }), frame({ reasoning: '음' }), say('네'), stop, DONE),
    );
    assert.deepEqual(parts.slice(1, 3), [
      { type: 'reasoning-delta', text: '흠' },
      { type: 'reasoning-delta', text: '음' },
    ]);
  });

  it('takes a finish reason without a terminator for the end when the stream ends', async () => {
    const { parts, error } = await listen(frames(say('네'), stop));
    assert.equal(error, undefined);
    assert.equal(finishOf(parts)?.reason.unified, 'stop');
  });

  it('takes a length finish for an end', async () => {
    const { parts } = await listen(frames(say('네'), frame({}, 'length'), DONE));
    assert.deepEqual(finishOf(parts)?.reason, { unified: 'length', raw: 'length' });
  });

  it('ends five seconds after a finish reason when neither terminator nor close comes (fault 14)', async () => {
    const clock = new FakeClock();
    const script: Script = response => {
      startStream(response);
      response.write(say('네') + stop);
    };
    await using opened = await openModel(createOpenaiModel, script, { clock });
    const heard = hear(opened.model);
    await settleUntil(() => opened.server.requests.length === 1 && clock.pending === 1);
    await clock.advance(4_999);
    assert.equal(opened.server.openSockets, 1, 'not before its time');
    await clock.advance(1);
    const { parts, error } = await heard;
    assert.equal(error, undefined);
    assert.equal(finishOf(parts)?.reason.unified, 'stop');
    assert.equal(clock.pending, 0);
  });

  it('never takes an answer cut at any frame for a complete one (trap 2)', async () => {
    const whole = [role, say('가'), say('나'), stop];
    for (let count = 1; count < whole.length; count += 1) {
      const { parts, error } = await listen(frames(...whole.slice(0, count)));
      assert.equal(error?.kind, 'stream_broken', `cut after ${count} frames`);
      assert.equal(finishOf(parts), undefined);
    }
  });

  it('gives what was said before a reset, then stream_broken (fault 8)', async () => {
    const { parts, error } = await listen(response => {
      startStream(response);
      response.write(say('가'), () => setImmediate(() => response.socket?.resetAndDestroy()));
    });
    assert.equal(textOf(parts), '가');
    assert.equal(error?.kind, 'stream_broken');
  });

  it('does not believe a terminator without a finish reason', async () => {
    assert.equal((await listen(frames(say('가'), DONE))).error?.kind, 'stream_broken');
    assert.equal((await listen(frames(role, DONE))).error?.kind, 'empty');
  });

  it('throws empty for a stream without an event (fault 5)', async () => {
    assert.equal((await listen(frames())).error?.kind, 'empty');
    assert.equal((await listen(frames(': ping\n\n'))).error?.kind, 'empty');
  });

  for (const [error, kind] of [
    [{ message: 'boom' }, 'stream_error'],
    ['boom', 'stream_error'],
    [{ code: 'server_error' }, 'stream_error'],
    [{ code: 502 }, 'stream_error'],
    [{ code: 429 }, 'rate_limited'],
    [{ code: 'rate_limit_exceeded' }, 'rate_limited'],
    [{ type: 'insufficient_quota' }, 'quota'],
    [{ code: 'context_length_exceeded' }, 'context_length'],
    [{ code: 'content_filter' }, 'content_filter'],
  ] as const) {
    it(`throws ${kind} for an error object ${JSON.stringify(error)} at any position (faults 6, 7)`, async () => {
      for (const before of [[], [role], [role, say('가')]]) {
        const heard = await listen(frames(...before, dataFrame({ error })));
        assert.equal(heard.error?.kind, kind);
        assert.equal(textOf(heard.parts), before.length === 2 ? '가' : '');
      }
    });
  }

  it('throws content_filter for a refusal before any word, and finishes so after some', async () => {
    assert.equal((await listen(frames(frame({ refusal: 'No.' })))).error?.kind, 'content_filter');
    assert.equal((await listen(frames(role, frame({}, 'content_filter'), DONE))).error?.kind, 'content_filter');
    const { parts } = await listen(frames(say('가'), frame({}, 'content_filter'), DONE));
    assert.equal(finishOf(parts)?.reason.unified, 'content-filter');
  });

  it('throws server for an HTML page with status 200 (fault 21)', async () => {
    const { error } = await listen(response => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    assert.equal(error?.kind, 'server');
    const mislabelled = await listen(frames('<html><body>busy</body></html>'));
    assert.equal(mislabelled.error?.kind, 'server');
  });

  it('throws server for an encoding that was not asked for (fault 9)', async () => {
    const { error } = await listen(response =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('\x1f\x8bgarbage'),
    );
    assert.equal(error?.kind, 'server');
  });

  it('throws stream_broken for a 10 MiB line without reading it all (fault 10)', async () => {
    const { error } = await listen(response => {
      startStream(response);
      response.end(`data: ${'x'.repeat(10 * 1024 * 1024)}\n\n`);
    });
    assert.equal(error?.kind, 'stream_broken');
  });

  it('reads a JSON body that comes instead of a stream', async () => {
    const answer = { choices: [{ message: { content: '네' }, finish_reason: 'stop' }] };
    assert.equal(textOf((await listen(response => sendJson(response, 200, answer))).parts), '네');
    const refused = await listen(response => sendJson(response, 200, { error: { code: 'context_length_exceeded' } }));
    assert.equal(refused.error?.kind, 'context_length');
  });
});

describe('openai pass-through', () => {
  it('hands on the bytes of all frames, the role frame with the first word, without the usage nobody asked for', async () => {
    const { parts } = await listen(frames(role, say('가'), say('나'), stop, usageFrame, DONE), raw());
    assert.equal(bytesOf(parts), role + say('가') + say('나') + stop + DONE);
    const [first] = parts.filter(part => part.type === 'text-delta');
    assert.equal(Buffer.from(first?.frame ?? []).toString(), role + say('가'));
    assert.equal(parts.find(part => part.type === 'response')?.frame, undefined);
  });

  it('keeps the usage frame when the caller asked for it', async () => {
    const { parts } = await listen(
      frames(role, say('가'), stop, usageFrame, DONE),
      raw({ stream_options: { include_usage: true } }),
    );
    assert.equal(bytesOf(parts), role + say('가') + stop + usageFrame + DONE);
  });

  it('strips usage that comes with the finish reason', async () => {
    const withUsage = frame({}, 'stop', { usage: { prompt_tokens: 1, completion_tokens: 2 } });
    const { parts } = await listen(frames(say('가'), withUsage, DONE), raw());
    assert.equal(bytesOf(parts), say('가') + stop + DONE);
    assert.equal(finishOf(parts)?.usage.outputTokens, 2);
  });

  it('adds the terminator that the provider forgot', async () => {
    const { parts } = await listen(frames(say('가'), stop), raw());
    assert.equal(bytesOf(parts), say('가') + stop + DONE);
  });

  it('hands on tool-call frames byte for byte', async () => {
    const call = frame({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }] });
    const input = frame({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] });
    const { parts } = await listen(frames(role, call, input, frame({}, 'tool_calls'), DONE), raw());
    assert.equal(bytesOf(parts), role + call + input + frame({}, 'tool_calls') + DONE);
    assert.deepEqual(
      parts.map(part => part.type),
      ['response', 'tool-call-start', 'tool-call-delta', 'tool-call', 'finish'],
    );
  });

  it('sends unknown parameters as they came, with our model, mode and usage', async () => {
    const body = {
      seed: 7,
      future: { x: [1] },
      stream_options: { other: true },
      messages: [{ role: 'user', content: 'hi' }],
    };
    const { requests } = await listen(frames(say('가'), stop, DONE), raw(body));
    assert.deepEqual(requests[0]?.body, {
      ...body,
      model: 'model-a',
      stream: true,
      stream_options: { other: true, include_usage: true },
    });
  });

  it('puts the whole body on finish in mode json', async () => {
    const answer = { id: 'c', choices: [{ message: { content: '네' }, finish_reason: 'stop' }], extra: 1 };
    const { parts, requests } = await listen(response => sendJson(response, 200, answer), {
      ...raw({ stream_options: { include_usage: true } }),
      settings: { mode: 'json' },
    });
    assert.equal(bytesOf(parts), JSON.stringify(answer));
    assert.equal(requests[0]?.body['stream'], false);
    assert.equal('stream_options' in requests[0].body, false);
  });

  it('carries no bytes when nobody asked', async () => {
    const { parts } = await listen(frames(role, say('가'), stop, DONE));
    assert.equal(bytesOf(parts), '');
  });
});

describe('openai JSON', () => {
  const json = { settings: { mode: 'json' } } as const;

  it('throws server for a body that is no answer', async () => {
    for (const body of [{}, { choices: [] }, [], 'text', { choices: [{ message: null }] }]) {
      assert.equal((await listen(response => sendJson(response, 200, body), json)).error?.kind, 'server');
    }
    const broken = await listen(
      response => response.writeHead(200, { 'content-type': 'application/json' }).end('{"cho'),
      json,
    );
    assert.equal(broken.error?.kind, 'server');
  });

  it('throws what an error object with status 200 says', async () => {
    const of = async (error: unknown) =>
      (await listen(response => sendJson(response, 200, { error }), json)).error?.kind;
    assert.equal(await of({ message: 'boom' }), 'server');
    assert.equal(await of({ code: 'content_filter' }), 'content_filter');
  });

  it('throws network when the body is cut', async () => {
    const { error } = await listen(response => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"choices":', () => response.socket?.destroy());
    }, json);
    assert.equal(error?.kind, 'network');
  });
});

describe('openai errors', () => {
  for (const [status, body, kind] of [
    [400, { error: { code: 'context_length_exceeded' } }, 'context_length'],
    [400, { error: { message: "This model's maximum context length is 8192 tokens." } }, 'context_length'],
    [
      400,
      { error: { code: 'content_filter', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
      'content_filter',
    ],
    [429, { error: { type: 'insufficient_quota' } }, 'quota'],
    [403, { error: { type: 'insufficient_quota' } }, 'quota'],
    [400, { error: { code: 'constructor' } }, 'bad_request'],
    [422, 'plain', 'bad_request'],
    [500, { error: { code: 'content_filter' } }, 'server'],
    [302, {}, 'server'],
  ] as const) {
    it(`throws ${kind} for ${status} ${JSON.stringify(body)}`, async () => {
      const { error } = await listen(response => sendJson(response, status, body, { location: 'http://127.0.0.1:1/' }));
      assert.equal(error?.kind, kind);
      assert.equal(error.status, status);
    });
  }

  it('follows no redirect (fault 20)', async () => {
    const { requests, error } = await listen(response => response.writeHead(307, { location: '/elsewhere' }).end());
    assert.equal(error?.kind, 'server');
    assert.equal(requests.length, 1);
  });

  it('says how long the provider asked to wait (fault 19)', async () => {
    const wait = async (value: string) =>
      (await listen(response => sendJson(response, 429, {}, { 'retry-after': value }))).error?.retryAfterMs;
    assert.equal(await wait('7'), 7_000);
    assert.equal(await wait('Thu, 01 Jan 1970 00:00:10 GMT'), 0);
    assert.equal(await wait('-3'), undefined);
    assert.equal(await wait('soon'), undefined);
  });

  it('tells what is left of the limits', async () => {
    const { parts } = await listen(response => {
      response.setHeader('x-ratelimit-remaining-requests', '12');
      response.setHeader('x-ratelimit-remaining-tokens', 'many');
      streamFrames(response, [say('네'), stop, DONE]);
    });
    const response = parts.find(part => part.type === 'response');
    assert.deepEqual(response?.quota, { remainingRequests: 12, remainingTokens: undefined });
  });

  it('does not wait for the body of an error for ever', async () => {
    const clock = new FakeClock();
    const script: Script = response => {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.write('{');
    };
    await using opened = await openModel(createOpenaiModel, script, { clock });
    const kind = failureOf(opened.model);
    await settleUntil(() => opened.server.requests.length === 1 && clock.pending === 1);
    await clock.advance(1_000);
    assert.equal(await kind, 'server');
  });
});

describe('openai request', () => {
  it('maps every kind of message, tools and settings', async () => {
    const { requests } = await listen(frames(say('네'), stop, DONE), {
      prompt: {
        messages: [
          { role: 'system', text: '규칙' },
          { role: 'user', text: '이거', images: [{ url: 'data:image/png;base64,AA' }] },
          { role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'f', inputText: '{"x":1}' }] },
          { role: 'tool', toolCallId: 'a', toolName: 'f', resultText: '결과' },
        ],
        sources: [{ id: 's', title: 't', text: 'sent by the assistant itself' }],
      },
      tools: [{ name: 'f', description: 'does f', inputSchema: { type: 'object' } }],
      settings: { mode: 'stream', maxTokens: 5, temperature: 0.2, topP: 0.9, stop: ['끝'], toolChoice: { tool: 'f' } },
    });
    assert.equal(requests[0]?.path, '/v1/chat/completions');
    assert.equal(requests[0].headers['authorization'], 'Bearer key-never-shown');
    assert.deepEqual(requests[0].body, {
      model: 'model-a',
      messages: [
        { role: 'system', content: '규칙' },
        {
          role: 'user',
          content: [
            { type: 'text', text: '이거' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
        },
        { role: 'tool', tool_call_id: 'a', content: '결과' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      temperature: 0.2,
      top_p: 0.9,
      stop: ['끝'],
      tools: [{ type: 'function', function: { name: 'f', description: 'does f', parameters: { type: 'object' } } }],
      tool_choice: { type: 'function', function: { name: 'f' } },
    });
  });
});
