import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { APICallError } from '@ai-sdk/provider';
import type { StreamPart } from '@naru/language-model';
import { call, fail, finish, say, scriptedModel, wait, type ScriptLine } from '@naru/language-model/testing';
import { generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { languageModelV3 } from './language-model-v3.ts';
import { languageModel } from './language-model.ts';

// What is warned of is looked at, not printed.
globalThis.AI_SDK_LOG_WARNINGS = false;

const served: StreamPart = {
  type: 'served',
  provider: 'fallback_1',
  model: 'gpt-5-mini',
  attempts: 2,
  decisionId: 'decision-7',
  reason: 'health',
  isFallback: true,
  passThrough: false,
};
const toolsFinish: StreamPart = { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } };

/** A router with one policy, whose model plays the scripts call by call. */
function setUp(...scripts: readonly (readonly ScriptLine[])[]) {
  const scripted = scriptedModel('router', scripts);
  const asked: string[] = [];
  const router = {
    languageModel(policy: string) {
      asked.push(policy);
      return scripted;
    },
  };
  return { model: languageModel(router, 'support'), scripted, asked };
}

const findOrder = tool({
  description: '주문 찾기',
  inputSchema: z.object({ number: z.string() }),
  execute: async ({ number }) => `${number}번은 배송 중`,
});

describe('streamText', () => {
  it('streams text and thoughts, and says who answered, for how much', async () => {
    const { model, scripted, asked } = setUp([
      served,
      { type: 'reasoning-delta', text: '음' },
      say('안녕'),
      say('하세요'),
      { type: 'sources', citations: [{ sourceId: 'shipping#time', quote: '이틀' }] },
      { ...finish, costMicros: 42, usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4, estimated: false } },
    ]);
    const result = streamText({ model, prompt: '안녕' });
    const chunks: string[] = [];
    for await (const chunk of result.textStream) chunks.push(chunk);
    assert.deepEqual([chunks.join(''), await result.reasoningText, asked], ['안녕하세요', '음', ['support']]);
    assert.equal(await result.finishReason, 'stop');
    const usage = await result.usage;
    assert.deepEqual([usage.inputTokens, usage.outputTokens], [10, 5]);
    assert.equal(usage.inputTokenDetails.cacheReadTokens, 4);
    assert.deepEqual((await result.providerMetadata)?.['naru'], {
      provider: 'fallback_1',
      model: 'gpt-5-mini',
      attempts: 2,
      decisionId: 'decision-7',
      reason: 'health',
      isFallback: true,
      usageEstimated: false,
      costMicros: 42,
    });
    const response = await result.response;
    assert.deepEqual([response.id, response.modelId], ['decision-7', 'gpt-5-mini']);
    assert.deepEqual(
      (await result.sources).map(source => source.id),
      ['shipping#time'],
    );
    assert.equal(scripted.running, 0);
  });

  it('runs tools and goes on with their results', async () => {
    const { model, scripted } = setUp(
      [
        served,
        { type: 'tool-call-start', id: 'call-1', name: 'find_order' },
        { type: 'tool-call-delta', id: 'call-1', inputText: '{"number":' },
        { type: 'tool-call-delta', id: 'call-1', inputText: '"17"}' },
        call('find_order', { number: '17' }),
        toolsFinish,
      ],
      [served, say('17번은 배송 중입니다.'), finish],
    );
    const result = streamText({
      model,
      prompt: '17번 어디?',
      tools: { find_order: findOrder },
      stopWhen: stepCountIs(3),
    });
    const types: string[] = [];
    for await (const part of result.fullStream) types.push(part.type);
    assert.equal(await result.text, '17번은 배송 중입니다.');
    assert.ok(types.includes('tool-input-delta') && types.includes('tool-result'));
    assert.equal(scripted.calls[0]?.tools[0]?.name, 'find_order');
    assert.equal(scripted.calls[0]?.tools[0]?.inputSchema['type'], 'object');
    assert.deepEqual(scripted.calls[1]?.prompt.messages.slice(1), [
      { role: 'assistant', text: '', toolCalls: [{ id: 'call-1', name: 'find_order', inputText: '{"number":"17"}' }] },
      { role: 'tool', toolCallId: 'call-1', toolName: 'find_order', resultText: '17번은 배송 중' },
    ]);
  });

  it('hears of a failure before the first word once, and nobody retries', async () => {
    const { model, scripted } = setUp([fail('rate_limited', { status: 429, retryAfterMs: 5 })]);
    const errors: unknown[] = [];
    const result = streamText({ model, prompt: '안녕', onError: ({ error }) => void errors.push(error) });
    await result.consumeStream();
    const [error] = errors;
    assert.ok(APICallError.isInstance(error));
    assert.deepEqual([error.isRetryable, error.statusCode, errors.length, scripted.calls.length], [false, 429, 1, 1]);
    assert.equal((error.data as { readonly kind: string }).kind, 'rate_limited');
  });

  it('hears of a failure after some words, and is never told that they are all', async () => {
    const { model } = setUp([served, say('반만'), fail('stream_broken')]);
    const errors: unknown[] = [];
    const result = streamText({ model, prompt: '안녕', onError: ({ error }) => void errors.push(error) });
    let text = '';
    for await (const chunk of result.textStream) text += chunk;
    assert.equal(text, '반만');
    assert.ok(APICallError.isInstance(errors[0]));
    assert.equal(await result.finishReason, 'error');
  });

  it('stops the model when it is aborted, and when its reader leaves', async () => {
    const { model, scripted } = setUp([served, say('하나'), wait('forever')]);
    const stop = new AbortController();
    const aborted: string[] = [];
    const result = streamText({
      model,
      prompt: '안녕',
      abortSignal: stop.signal,
      onAbort: () => void aborted.push('abort'),
    });
    for await (const part of result.fullStream) if (part.type === 'text-delta') stop.abort();
    assert.deepEqual(aborted, ['abort']);
    const { stream } = await model.doStream({ prompt: [{ role: 'user', content: [{ type: 'text', text: '안녕' }] }] });
    const reader = stream.getReader();
    while ((await reader.read()).value?.type !== 'text-delta');
    await reader.cancel();
    assert.equal(scripted.running, 0);
  });
});

describe('generateText', () => {
  it('gives text, tool calls and who answered, in one body', async () => {
    const { model, scripted } = setUp([served, say('네'), call('find_order', { number: '17' }), toolsFinish]);
    const result = await generateText({
      model,
      prompt: '17번?',
      tools: { find_order: tool({ inputSchema: z.object({ number: z.string() }) }) },
    });
    assert.equal(result.text, '네');
    assert.deepEqual([result.toolCalls[0]?.toolName, result.toolCalls[0]?.input], ['find_order', { number: '17' }]);
    assert.equal(result.finishReason, 'tool-calls');
    assert.equal(result.providerMetadata?.['naru']?.['provider'], 'fallback_1');
    assert.equal(scripted.calls[0]?.settings.mode, 'json');
  });

  it('passes settings on, and warns of what no provider is asked for', async () => {
    const { model, scripted } = setUp([say('네'), finish]);
    const { warnings } = await generateText({
      model,
      system: 'BASE',
      prompt: '안녕',
      maxOutputTokens: 7,
      temperature: 0.1,
      topP: 0.5,
      topK: 3,
      seed: 4,
      stopSequences: ['끝'],
    });
    const { settings, prompt } = scripted.calls[0]!;
    assert.deepEqual(settings, { mode: 'json', maxTokens: 7, temperature: 0.1, topP: 0.5, stop: ['끝'] });
    assert.deepEqual(prompt.messages[0], { role: 'system', text: 'BASE' });
    const features = warnings?.map(warning => (warning.type === 'unsupported' ? warning.feature : ''));
    assert.deepEqual(features, ['topK', 'seed']);
  });

  it('asks for JSON in words where an object is wanted', async () => {
    const { model, scripted } = setUp([say('{"city":"서울"}'), finish]);
    const { output } = await generateText({
      model,
      prompt: '수도?',
      output: Output.object({ schema: z.object({ city: z.string() }) }),
    });
    assert.deepEqual(output, { city: '서울' });
    const [first] = scripted.calls[0]!.prompt.messages;
    assert.match(first?.role === 'system' ? first.text : '', /one JSON object.*"city"/s);
  });

  it('takes what the call is about from providerOptions, and makes ids where none came', async () => {
    const { model, scripted } = setUp([say('네'), finish]);
    const naru = {
      tenant: 'shop',
      intent: 'REFUND',
      risk: 'high',
      sessionId: 's-1',
      requestId: 'r-1',
      tier: 5,
      __proto__: null,
    };
    await generateText({ model, prompt: '환불', providerOptions: { naru } });
    const { traceId, ...labels } = scripted.calls[0]!.labels;
    assert.deepEqual(labels, { requestId: 'r-1', tenant: 'shop', intent: 'REFUND', risk: 'high', sessionId: 's-1' });
    assert.match(traceId, /^[0-9a-f]{32}$/);
  });

  it('reads images as bytes, failed tools as such, and a mark for a vendor’s cache as ours', async () => {
    const { model, scripted } = setUp([say('네'), finish]);
    await generateText({
      model,
      allowSystemInMessages: true,
      messages: [
        { role: 'system', content: 'BASE', providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } },
        {
          role: 'user',
          content: [
            { type: 'text', text: '이거' },
            { type: 'file', mediaType: 'image/png', data: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'f', input: { a: 1 } }] },
        {
          role: 'tool',
          content: [
            { type: 'tool-result', toolCallId: 'c', toolName: 'f', output: { type: 'error-json', value: { no: 1 } } },
          ],
        },
      ],
    });
    assert.deepEqual(scripted.calls[0]?.prompt.messages, [
      { role: 'system', text: 'BASE', cachePoint: true },
      { role: 'user', text: '이거', images: [{ url: 'data:image/png;base64,iVBORw==' }] },
      { role: 'assistant', text: '', toolCalls: [{ id: 'c', name: 'f', inputText: '{"a":1}' }] },
      { role: 'tool', toolCallId: 'c', toolName: 'f', resultText: '{"no":1}', isError: true },
    ]);
  });

  it('throws an error that is not retryable and holds no words of the prompt', async () => {
    const { model, scripted } = setUp([fail('server')]);
    await assert.rejects(generateText({ model, prompt: 'canary-words' }), (error: unknown) => {
      assert.ok(APICallError.isInstance(error));
      assert.deepEqual([error.isRetryable, error.statusCode], [false, 502]);
      assert.ok(!inspect(error, { depth: 9 }).includes('canary-words'));
      return true;
    });
    assert.equal(scripted.calls.length, 1);
  });

  it('rejects with the reason of its abort', async () => {
    const { model } = setUp([wait('forever')]);
    const stop = new AbortController();
    const answering = generateText({ model, prompt: '안녕', abortSignal: stop.signal });
    stop.abort(new Error('the customer left'));
    await assert.rejects(answering, /the customer left/);
  });
});

describe('languageModelV3', () => {
  it('serves where version 3 is asked for, streaming, images included', async () => {
    const scripted = scriptedModel('router', [[served, say('네'), finish]]);
    const model = languageModelV3({ languageModel: () => scripted }, 'support');
    assert.equal(model.specificationVersion, 'v3');
    const { stream } = await model.doStream({
      prompt: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'aGk=' }] }],
    });
    const types: string[] = [];
    for await (const part of stream) types.push(part.type);
    assert.deepEqual(types, ['stream-start', 'response-metadata', 'text-start', 'text-delta', 'text-end', 'finish']);
    const [message] = scripted.calls[0]!.prompt.messages;
    assert.deepEqual(message, { role: 'user', text: '', images: [{ url: 'data:image/png;base64,aGk=' }] });
    assert.equal((await generateText({ model, prompt: '안녕' })).text, '네');
  });
});
