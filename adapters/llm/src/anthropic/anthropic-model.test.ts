import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ModelCall, StreamPart } from '@naru/language-model';
import { openModel } from '../testing/open-model.ts';
import { eventFrame, sendJson, streamFrames, type Script } from '../testing/scripted-server.ts';
import { hear, textOf } from '@naru/language-model/testing';
import { createAnthropicModel } from './anthropic-model.ts';

const event = (type: string, fields: object = {}): string => eventFrame(type, { type, ...fields });
const start = event('message_start', {
  message: {
    model: 'm',
    usage: { input_tokens: 10, cache_read_input_tokens: 30, cache_creation_input_tokens: 2, output_tokens: 1 },
  },
});
const text = (words: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: words } });
const end = (reason: string, usage: object = { output_tokens: 5 }): string =>
  event('message_delta', { delta: { stop_reason: reason }, usage });
const stop = event('message_stop');
const tool = (index: number, id: string): string =>
  event('content_block_start', { index, content_block: { type: 'tool_use', id, name: `f${index}`, input: {} } });
const input = (index: number, json: string): string =>
  event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: json } });
const close = (index: number): string => event('content_block_stop', { index });

const frames =
  (...lines: readonly string[]): Script =>
  response =>
    streamFrames(response, lines);
const finishOf = (parts: readonly StreamPart[]) => parts.find(part => part.type === 'finish');

async function listen(script: Script, overrides: Partial<ModelCall> = {}) {
  await using opened = await openModel(createAnthropicModel, script);
  return { ...(await hear(opened.model, overrides)), requests: opened.server.requests };
}

describe('anthropic stream', () => {
  it('puts usage together from start and end, cached input included', async () => {
    const { parts } = await listen(frames(start, text('네'), end('end_turn'), stop));
    assert.deepEqual(finishOf(parts)?.usage, {
      inputTokens: 42,
      outputTokens: 5,
      cacheReadTokens: 30,
      estimated: false,
    });
  });

  it('passes over pings, events of unknown type and comments', async () => {
    const { parts, error } = await listen(
      frames(': hi\n\n', start, event('ping'), event('new_thing', { x: 1 }), text('네'), end('end_turn'), stop),
    );
    assert.equal(error, undefined);
    assert.deepEqual(
      parts.map(part => part.type),
      ['response', 'text-delta', 'finish'],
    );
  });

  it('keeps interleaved tool calls apart and gives {} for an empty input', async () => {
    const { parts } = await listen(
      frames(
        start,
        tool(0, 'a'),
        tool(1, 'b'),
        input(0, '{"x"'),
        input(1, ''),
        input(0, ':1}'),
        close(1),
        close(0),
        end('tool_use'),
        stop,
      ),
    );
    assert.deepEqual(
      parts.filter(part => part.type === 'tool-call'),
      [
        { type: 'tool-call', id: 'b', name: 'f1', inputText: '{}' },
        { type: 'tool-call', id: 'a', name: 'f0', inputText: '{"x":1}' },
      ],
    );
  });

  it('gives a tool call without an id one by its place (R-FO-8)', async () => {
    const nameless = event('content_block_start', {
      index: 1,
      content_block: { type: 'tool_use', name: 'f', input: {} },
    });
    const { parts } = await listen(frames(start, nameless, input(1, '{"x":1}'), close(1), end('tool_use'), stop));
    assert.deepEqual(
      parts.filter(part => part.type === 'tool-call'),
      [{ type: 'tool-call', id: 'call_1', name: 'f', inputText: '{"x":1}' }],
    );
  });

  it('gives thinking as reasoning', async () => {
    const thinking = event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: '흠' } });
    const { parts } = await listen(frames(start, thinking, text('네'), end('end_turn'), stop));
    assert.deepEqual(parts[1], { type: 'reasoning-delta', text: '흠' });
  });

  for (const [error, kind] of [
    [{ type: 'overloaded_error', message: 'Overloaded' }, 'stream_error'],
    [{ type: 'rate_limit_error' }, 'rate_limited'],
    [{ type: 'authentication_error' }, 'auth'],
    [{ type: 'invalid_request_error', message: 'prompt is too long: 9 tokens > 8 maximum' }, 'context_length'],
    [{ type: 'toString' }, 'stream_error'],
  ] as const) {
    it(`throws ${kind} for an error event of type ${error.type}, first or later`, async () => {
      assert.equal((await listen(frames(event('error', { error })))).error?.kind, kind);
      const later = await listen(frames(start, text('가'), event('error', { error })));
      assert.equal(later.error?.kind, kind);
      assert.equal(textOf(later.parts), '가');
    });
  }

  it('throws content_filter for a refusal before any word, and finishes so after some', async () => {
    assert.equal((await listen(frames(start, end('refusal'), stop))).error?.kind, 'content_filter');
    const { parts } = await listen(frames(start, text('가'), end('refusal'), stop));
    assert.equal(finishOf(parts)?.reason.unified, 'content-filter');
  });

  it('never takes an answer cut at any frame for a complete one', async () => {
    const whole = [start, text('가'), tool(1, 'a'), input(1, '{}'), close(1), end('tool_use')];
    for (let count = 1; count < whole.length; count += 1) {
      const { error } = await listen(frames(...whole.slice(0, count)));
      assert.equal(error?.kind, 'stream_broken', `cut after ${count} frames`);
    }
    assert.equal((await listen(frames(...whole))).error, undefined, 'whole but for its terminator');
  });

  it('skips one malformed frame, and breaks at the second', async () => {
    const bad = 'event: content_block_delta\ndata: {"ty\n\n';
    assert.equal(textOf((await listen(frames(start, bad, text('가'), end('end_turn'), stop))).parts), '가');
    assert.equal((await listen(frames(start, bad, bad, end('end_turn'), stop))).error?.kind, 'stream_broken');
  });
});

describe('anthropic errors', () => {
  for (const [status, error, kind] of [
    [400, { type: 'invalid_request_error', message: 'prompt is too long: 9 > 8' }, 'context_length'],
    [400, { type: 'invalid_request_error', message: 'Your credit balance is too low' }, 'quota'],
    [400, { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' }, 'content_filter'],
    [413, { type: 'request_too_large' }, 'bad_request'],
    [529, { type: 'overloaded_error' }, 'server'],
  ] as const) {
    it(`throws ${kind} for ${status} ${JSON.stringify(error)}`, async () => {
      assert.equal((await listen(response => sendJson(response, status, { type: 'error', error }))).error?.kind, kind);
    });
  }

  it('throws for an error object with status 200, and for what is no message', async () => {
    const json = { settings: { mode: 'json' } } as const;
    const error = { type: 'rate_limit_error' };
    assert.equal(
      (await listen(response => sendJson(response, 200, { type: 'error', error }), json)).error?.kind,
      'rate_limited',
    );
    assert.equal((await listen(response => sendJson(response, 200, { content: 'x' }), json)).error?.kind, 'server');
  });
});

describe('anthropic request', () => {
  it('marks where the unchanging part of the prompt ends, for the provider to cache (B-PRM-1)', async () => {
    const { requests } = await listen(frames(start, text('네'), end('end_turn'), stop), {
      prompt: {
        messages: [
          { role: 'system', text: '규칙', cachePoint: true },
          { role: 'system', text: '오늘의 일' },
          { role: 'user', text: '네?' },
        ],
      },
    });
    assert.deepEqual(requests[0]?.body['system'], [
      { type: 'text', text: '규칙', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: '오늘의 일' },
    ]);
  });

  it('maps every kind of message, tools and settings', async () => {
    const { requests } = await listen(frames(start, text('네'), end('end_turn'), stop), {
      prompt: {
        messages: [
          { role: 'system', text: '규칙' },
          { role: 'system', text: '더' },
          { role: 'user', text: '이거', images: [{ url: 'data:image/png;base64,AA' }, { url: 'https://host/a.png' }] },
          {
            role: 'assistant',
            text: '',
            toolCalls: [
              { id: 'a', name: 'f', inputText: '{"x":1}' },
              { id: 'b', name: 'f', inputText: '' },
            ],
          },
          { role: 'tool', toolCallId: 'a', toolName: 'f', resultText: '결과' },
          { role: 'tool', toolCallId: 'b', toolName: 'f', resultText: '실패', isError: true },
        ],
      },
      tools: [{ name: 'f', description: 'does f', inputSchema: { type: 'object' } }],
      settings: { mode: 'stream', temperature: 1.5, stop: ['끝'], toolChoice: 'required' },
    });
    const [request] = requests;
    assert.equal(request?.path, '/v1/messages');
    assert.equal(request.headers['x-api-key'], 'key-never-shown');
    assert.equal(request.headers['anthropic-version'], '2023-06-01');
    assert.deepEqual(request.body, {
      model: 'model-a',
      max_tokens: 4096,
      system: '규칙\n\n더',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA' } },
            { type: 'image', source: { type: 'url', url: 'https://host/a.png' } },
            { type: 'text', text: '이거' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'a', name: 'f', input: { x: 1 } },
            { type: 'tool_use', id: 'b', name: 'f', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: '결과' },
            { type: 'tool_result', tool_use_id: 'b', content: '실패', is_error: true },
          ],
        },
      ],
      stream: true,
      temperature: 1,
      stop_sequences: ['끝'],
      tools: [{ name: 'f', description: 'does f', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any' },
    });
  });
});
